// What an inspector does to other agents and calls: each of it stands in the audit log.
import type { AgentCommand } from '@openseat/contracts'

const kinds = new Set<AgentCommand['kind']>(['supervise', 'intercept', 'forceState', 'forceRelease'])

export const isInspection = ({ kind }: AgentCommand): boolean => kinds.has(kind)
