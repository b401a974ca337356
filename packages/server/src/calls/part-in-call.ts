// Whose contact a contact is: of every agent who had a part in it, also of those before a transfer.
import { sql, type RawBuilder } from 'kysely'

/** For a query in which `contact` is called `c`. */
export const hadPart = (agentNumber: string): RawBuilder<boolean> => sql<boolean>`(c.agent_number = ${agentNumber} or exists (
  select from json_array_elements(c.detail->'legs') leg where leg->>'party' = 'agent' and leg->>'number' = ${agentNumber}))`
