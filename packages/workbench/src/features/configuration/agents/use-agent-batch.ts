// Batch configuration: which agents, and what is set on all of them; what is left alone is not sent.
import { agentBatchSchema, type AgentKind, type AgentRole, type RouteResponse } from '@openseat/contracts'
import { call } from '../../../api/call.ts'
import { useForm } from '../../../ui/use-form.ts'
import type { Skill } from './skill-choice.ts'

export interface BatchValues {
  agentNumbers: string
  role: AgentRole | null
  kind: AgentKind | null
  autoAnswer: 'on' | 'off' | null
  setSkills: boolean
  skills: Skill[]
  create: boolean
}

/** The request of the form's values. */
export function batchOf(values: BatchValues) {
  const { agentNumbers, role, kind, autoAnswer, setSkills, skills, create } = values
  const change = {
    ...(role === null ? {} : { role }),
    ...(kind === null ? {} : { kind }),
    ...(autoAnswer === null ? {} : { autoAnswer: autoAnswer === 'on' }),
    ...(setSkills ? { skills } : {}),
  }
  return { agentNumbers, change, create }
}

const nothing: BatchValues = { agentNumbers: '', role: null, kind: null, autoAnswer: null, setSkills: false, skills: [], create: false }

export function useAgentBatch(onDone: (result: RouteResponse<'batchAgents'>) => void) {
  return useForm<BatchValues>({
    schema: () => ({ safeParse: (values, context) => agentBatchSchema.safeParse(batchOf(values as BatchValues), context) }),
    values: nothing,
    send: async (values) => onDone(await call('batchAgents', { body: batchOf(values) })),
  })
}
