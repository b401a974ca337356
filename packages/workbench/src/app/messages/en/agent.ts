// Words of the agent's side (connection bar, workbench, telephone). Put them here under keys of their own.
export const agent = {}
