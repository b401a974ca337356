// Agents: the list, one agent's form, deletion.
import { agent as agents, vocabulary, type Agent, type RouteBodyInput, type AgentKind, type AgentRole } from '@openseat/contracts'
import { call } from '../../../api/call.ts'
import { inLanguage } from '../../../i18n/language.ts'
import { deletion } from '../../../ui/dangerous-action.ts'
import { useForm, type FormSchema } from '../../../ui/use-form.ts'
import { listParams, useList } from '../../../ui/use-list.ts'
import { useLookup } from '../../../resource/lookups.ts'
import type { Skill } from './skill-choice.ts'

export const useAgentList = () =>
  useList(
    (question, signal) => {
      const { kind, role, queueId } = question.filters
      const filter = { ...(kind && { kind }), ...(role && { role }), ...(queueId && { queueId }) }
      return call('listAgents', { query: { ...listParams(question), ...filter }, signal })
    },
    ['kind', 'role', 'queueId'],
  )

export const agentDeletion = (agent: Agent) =>
  deletion(inLanguage(vocabulary.agent), agent.agentNumber, () => call('deleteAgent', { params: { agentNumber: agent.agentNumber } }))

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

const newAgent: AgentValues = {
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

function valuesOf(agent: Agent): AgentValues {
  const { account: _account, staffName: _staffName, version: _version, skillGroupName: _group, skills, ...values } = agent
  const skillKind = agent.skillGroupId === null ? 'queue' : 'group'
  return { ...values, skillKind, skills: skills.map(({ queueId, level }) => ({ queueId, level })) }
}

/** The request of the form's values: skills of one kind only. A group that is not chosen yet is none that exists. */
export function requestOf({ skillKind, skillGroupId, skills, ...values }: AgentValues) {
  return skillKind === 'queue' ? { ...values, skillGroupId: null, skills } : { ...values, skillGroupId: skillGroupId ?? 0, skills: [] }
}

/** Everything but the number, which is not changed later. */
function changeOf(values: AgentValues) {
  const { agentNumber: _fixed, ...change } = requestOf(values)
  return change
}

const inputSchema: FormSchema = {
  safeParse: (values, context) => agents.input.safeParse(requestOf(values as AgentValues), context),
}

/** The contract's schema for changes, asked about the whole form. */
const changeSchema: FormSchema = {
  safeParse: (values, context) => agents.change.safeParse(changeOf(values as AgentValues), context),
}

export function useAgentForm(agent: Agent | null) {
  return useForm<AgentValues>({
    schema: () => (agent === null ? inputSchema : changeSchema),
    values: agent === null ? newAgent : valuesOf(agent),
    send: async (values) => {
      if (agent === null) await call('createAgent', { body: requestOf(values) satisfies RouteBodyInput<'createAgent'> })
      else await call('changeAgent', { params: { agentNumber: agent.agentNumber }, body: { ...changeOf(values), version: agent.version } })
    },
  })
}

export const useAgentAllowance = () => useLookup(async (signal) => [await call('getAgentAllowance', { signal })])
