// Batch configuration: which agents, and what is set on all of them; what is left alone is not sent.
import { agentBatchSchema, type AgentKind, type AgentRole, type RouteResponse } from '@openseat/contracts'
import { call } from '../../../api/call.ts'
import { useForm } from '../../../ui/use-form.ts'
import type { Skill } from './skill-choice.ts'
import type { SkillKind } from './agent-values.ts'

export interface BatchValues {
  agentNumbers: string
  staffChange: 'bind' | 'unbind' | null
  staffIds: number[]
  role: AgentRole | null
  kind: AgentKind | null
  phoneChange: 'set' | 'empty' | null
  phone: string
  labelChange: 'set' | 'empty' | null
  numberLabel: string
  autoAnswer: 'on' | 'off' | null
  skillKind: SkillKind | null
  skillGroupId: number | null
  skills: Skill[]
  create: boolean
}

/** The request of the form's values. */
export function batchOf(values: BatchValues) {
  const { agentNumbers, role, kind, autoAnswer, create } = values
  const change = {
    ...staffOf(values),
    ...(role === null ? {} : { role }),
    ...(kind === null ? {} : { kind }),
    ...(values.phoneChange === null ? {} : { phone: values.phoneChange === 'set' ? values.phone : '' }),
    ...(values.labelChange === null ? {} : { numberLabel: values.labelChange === 'set' ? values.numberLabel : '' }),
    ...(autoAnswer === null ? {} : { autoAnswer: autoAnswer === 'on' }),
    ...skillsOf(values),
  }
  return { agentNumbers, change, create }
}

function staffOf({ staffChange, staffIds }: BatchValues) {
  return staffChange === null ? {} : { staffIds: staffChange === 'bind' ? staffIds : [] }
}

/** A group that is not chosen yet is none that exists. */
function skillsOf({ skillKind, skillGroupId, skills }: BatchValues) {
  if (skillKind === null) return {}
  return skillKind === 'queue' ? { skills } : { skillGroupId: skillGroupId ?? 0 }
}

const nothing: BatchValues = {
  agentNumbers: '',
  staffChange: null,
  staffIds: [],
  role: null,
  kind: null,
  phoneChange: null,
  phone: '',
  labelChange: null,
  numberLabel: '',
  autoAnswer: null,
  skillKind: null,
  skillGroupId: null,
  skills: [],
  create: false,
}

export function useAgentBatch(onDone: (result: RouteResponse<'batchAgents'>) => void) {
  return useForm<BatchValues>({
    schema: () => ({ safeParse: (values, context) => agentBatchSchema.safeParse(batchOf(values as BatchValues), context) }),
    values: nothing,
    send: async (values) => onDone(await call('batchAgents', { body: batchOf(values) })),
  })
}
