// One agent's form: its values and the request that they make.
import type { Agent, AgentKind, AgentRole } from '@openseat/contracts'
import { call } from '../../../api/call.ts'
import { useLookup } from '../../../resource/lookups.ts'
import type { Skill } from './skill-choice.ts'

export type SkillKind = 'queue' | 'group'

export interface AgentValues {
  agentNumber: string
  staffId: number | null
  role: AgentRole
  kind: AgentKind
  phone: string
  numberLabel: string
  autoAnswer: boolean
  skillKind: SkillKind
  skillGroupId: number | null
  skills: Skill[]
}

export const newAgent: AgentValues = {
  agentNumber: '',
  staffId: null,
  role: 'agent',
  kind: 'audio',
  phone: '',
  numberLabel: '',
  autoAnswer: false,
  skillKind: 'queue',
  skillGroupId: null,
  skills: [],
}

export function agentValues(agent: Agent): AgentValues {
  const { account: _account, staffName: _staffName, version: _version, skillGroupName: _group, skills, ...values } = agent
  const skillKind = agent.skillGroupId === null ? 'queue' : 'group'
  return { ...values, skillKind, skills: skills.map(({ queueId, level }) => ({ queueId, level })) }
}

/** The request of the form's values: skills of one kind only. A group that is not chosen yet is none that exists. */
export function requestOf({ skillKind, skillGroupId, skills, ...values }: AgentValues) {
  return skillKind === 'queue' ? { ...values, skillGroupId: null, skills } : { ...values, skillGroupId: skillGroupId ?? 0, skills: [] }
}

export const useAgentAllowance = () => useLookup(async (signal) => [await call('getAgentAllowance', { signal })])
