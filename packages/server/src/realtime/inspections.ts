// What an inspector does to other agents and calls: each of it stands in the audit log.
import type { AgentCommand } from '@openseat/contracts'

export type Inspection = Extract<AgentCommand, { kind: 'supervise' | 'intercept' | 'forceState' | 'forceRelease' }>

const kinds = new Set<AgentCommand['kind']>(['supervise', 'intercept', 'forceState', 'forceRelease'] satisfies Inspection['kind'][])

export const isInspection = (command: AgentCommand): command is Inspection => kinds.has(command.kind)
