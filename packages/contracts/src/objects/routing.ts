// What calls are routed by: skill queues, called routes, agents and their skills, busy reasons.
import { z } from 'zod'
import { id, idText, matching, matchingNumber, seen, text, versionNumber, whole } from '../fields.ts'
import { limits } from '../limits.ts'
import { defineResource, type ObjectOf } from '../resource/resource.ts'
import {
  choiceField,
  fact,
  flagField,
  jsonField,
  numberField,
  optionalChoiceField,
  referenceField,
  relatedField,
  textField,
} from '../resource/fields.ts'
import { agentKinds, purchasedSchema, type AgentKind } from './tenant.ts'

export const queueTypes = ['voice', 'video', 'multimedia', 'voice-click', 'video-click'] as const
export type QueueType = (typeof queueTypes)[number]
export const queueSubtypes = ['web', 'wechat', 'email', 'whatsapp'] as const

/** `onDemand`: the agent switches it; `always`: from answer to end, though the agent may pause it. */
export const recordingPolicies = ['never', 'onDemand', 'always'] as const
export type RecordingPolicy = (typeof recordingPolicies)[number]

/** `workNumber`: the agent's number is announced (报工号). */
export const answerPrompts = ['none', 'workNumber'] as const

/** What happens to a call that its queue cannot serve. Flows have calls alone. */
export const overflowActionSchema = z.discriminatedUnion('action', [
  z.strictObject({ action: z.literal('release') }),
  z.strictObject({ action: z.literal('transfer'), queueId: id }),
  z.strictObject({ action: z.literal('flow'), flowId: id }),
])
export type OverflowAction = z.output<typeof overflowActionSchema>

const diversion = () =>
  jsonField(
    { input: overflowActionSchema.prefault({ action: 'release' }), output: overflowActionSchema, empty: { action: 'release' } },
    { section: 'overflow', required: false },
  )

export const skillQueue = defineResource(
  {
    name: 'skillQueue',
    plural: 'SkillQueues',
    table: 'skill_queue',
    scope: 'tenant',
    path: '/api/skill-queues',
    access: { read: ['skillQueue.read', 'skillQueue.manage', 'agent.read', 'agent.manage'], manage: ['skillQueue.manage'] },
    tag: 'routing',
    english: { a: 'a skill queue', many: 'skill queues' },
    fields: {
      name: textField(matching(/^\S+$/, 'noSpaces').overwrite(seen).min(limits.queueName.min).max(limits.queueName.max), {
        section: 'basic',
        limit: limits.queueName,
        rule: 'noSpaces',
      }),
      description: textField(text(limits.queueDescription), { section: 'basic', limit: limits.queueDescription }),
      type: choiceField(queueTypes, 'voice', { section: 'basic' }),
      subtype: optionalChoiceField(queueSubtypes, { section: 'basic' }),
      maxWaitSeconds: numberField(limits.maxWaitSeconds, { section: 'waiting' }),
      maxQueued: numberField(limits.maxQueued, { section: 'waiting' }),
      priority: numberField(limits.queuePriority, { section: 'waiting' }),
      wrapUpSeconds: numberField(limits.wrapUpSeconds, { section: 'waiting' }),
      /** Null: always open. */
      workingHoursId: referenceField({ section: 'hours' }),
      workingHoursName: fact(z.string().nullable()),
      onTimeout: diversion(),
      onOverflow: diversion(),
      onUnstaffed: diversion(),
      /** Outside the working hours. */
      onClosed: diversion(),
      recording: choiceField(recordingPolicies, 'never', { section: 'recording', required: false }),
      /** A tone tells both sides that a recording begins. */
      recordingNotice: flagField(false, { section: 'recording' }),
      /** What both sides hear when the agent answers. */
      answerPrompt: choiceField(answerPrompts, 'none', { section: 'sounds', required: false }),
      /** Prompts of the tenant's that are played over and over; null: the usual tone. */
      waitPromptId: referenceField({ section: 'sounds' }),
      holdPromptId: referenceField({ section: 'sounds' }),
      /** What callers go through while they wait, in place of the tone; calls only. */
      waitFlowId: referenceField({ section: 'sounds' }),
      agentCount: fact(z.int()),
      /** Queues by which a caller who is sent on comes back to this one: whoever is sent on too often is released. */
      leadsBack: fact(z.array(z.string())),
    },
    list: {
      search: ['name', 'description'],
      sort: ['name', 'type', 'priority', 'maxWaitSeconds', 'id'],
      first: 'name',
      filters: { type: z.string().max(16).optional() },
    },
    get: true,
    limit: limits.skillQueuesPerTenant,
    unique: ['name'],
  },
  {
    named: ({ name }) => name,
    rule: ({ type, subtype, answerPrompt, waitPromptId, holdPromptId }, refuse) => {
      if (type === 'multimedia' && subtype === null) refuse(['subtype'], 'FIELD_REQUIRED')
      if (type !== 'multimedia' && subtype !== null) refuse(['subtype'], 'FIELD_NOT_APPLICABLE')
      if (type !== 'multimedia') return
      for (const [field, value] of Object.entries({ waitPromptId, holdPromptId }))
        if (value !== null) refuse([field], 'FIELD_NOT_APPLICABLE', { rule: 'callsOnly' })
      if (answerPrompt !== 'none') refuse(['answerPrompt'], 'FIELD_NOT_APPLICABLE', { rule: 'callsOnly' })
    },
  },
)
export type SkillQueue = ObjectOf<typeof skillQueue>

const toQueue = z.strictObject({ kind: z.literal('skillQueue'), queueId: id })
const toFlow = z.strictObject({ kind: z.literal('flow'), flowId: id })

/** A published flow, to choose from. */
export const flowChoiceSchema = z.object({ id: z.int(), name: z.string() })
export type FlowChoice = z.output<typeof flowChoiceSchema>

export const calledRoute = defineResource(
  {
    name: 'calledRoute',
    plural: 'CalledRoutes',
    table: 'called_route',
    scope: 'tenant',
    path: '/api/called-routes',
    access: { read: ['calledRoute.read', 'calledRoute.manage'], manage: ['calledRoute.manage'] },
    tag: 'routing',
    english: { a: 'a called route', many: 'called routes' },
    fields: {
      accessCode: textField(matchingNumber(/^\d+$/, 'digits').min(limits.accessCode.min).max(limits.accessCode.max)),
      extensionCode: textField(z.union([z.literal(''), matching(/^[0-9*#]+$/, 'dialString').max(limits.extensionCode.max)]).default(''), {
        limit: limits.extensionCode,
        rule: 'dialString',
      }),
      target: jsonField({
        input: z.discriminatedUnion('kind', [toQueue, toFlow]),
        output: z.discriminatedUnion('kind', [
          z.object({ ...toQueue.shape, queueName: z.string() }),
          z.object({ ...toFlow.shape, flowName: z.string() }),
        ]),
        empty: { kind: 'skillQueue', queueId: null },
      }),
    },
    list: { search: [], sort: ['accessCode', 'extensionCode', 'targetName', 'id'], first: 'accessCode' },
    get: false,
    unique: [],
  },
  { named: ({ accessCode, extensionCode }) => accessCode + extensionCode },
)
export type CalledRoute = ObjectOf<typeof calledRoute>

export const agentRoles = ['agent', 'inspector', 'outbound'] as const
export type AgentRole = (typeof agentRoles)[number]

/** Audio agents take voice, video agents voice and video mixed, multimedia agents chats only; universal agents anything. */
export function serves(kind: AgentKind, type: QueueType): boolean {
  switch (kind) {
    case 'universal':
      return true
    case 'multimedia':
      return type === 'multimedia'
    case 'audio':
      return type === 'voice' || type === 'voice-click'
    case 'video':
      return type !== 'multimedia'
  }
}

export const skillSchema = z.strictObject({ queueId: id, level: whole(limits.skillLevel).default(limits.skillLevel.default) })

/** Work number (工号) as text: 101–59999, no leading zero. */
export const agentNumberSchema = matching(/^(10[1-9]|1[1-9]\d|[2-9]\d{2}|[1-9]\d{3}|[1-5]\d{4})$/, 'agentRange')

/** An outside number, the user name of one of the tenant's phones, or a fixed `sip:` address. */
const agentPhone = matchingNumber(
  /^(\+?\d+|[a-z0-9][a-z0-9._-]*|sips?:[A-Za-z0-9+._~*-]+@([A-Za-z0-9.-]+|\[[0-9A-Fa-f:.]+\])(:\d{1,5})?(;transport=(udp|tcp|tls))?)$/,
  'agentPhone',
).max(limits.agentPhone.max)

export const agent = defineResource(
  {
    name: 'agent',
    plural: 'Agents',
    table: 'agent',
    scope: 'tenant',
    path: '/api/agents',
    key: 'agentNumber',
    access: { read: ['agent.read', 'agent.manage'], manage: ['agent.manage'] },
    tag: 'agents',
    english: { a: 'an agent', many: 'agents' },
    fields: {
      agentNumber: textField(agentNumberSchema, { fixed: true }),
      staffId: referenceField(),
      account: fact(z.string().nullable()),
      staffName: fact(z.string().nullable()),
      role: choiceField(agentRoles, 'agent'),
      kind: choiceField(agentKinds, 'audio'),
      phone: textField(z.union([z.literal(''), agentPhone]).default(''), { rule: 'agentPhone' }),
      numberLabel: textField(z.string().trim().max(limits.numberLabel.max).default(''), { limit: limits.numberLabel }),
      autoAnswer: flagField(false),
      /** The skills are those of a group; null: `skills`. */
      skillGroupId: referenceField(),
      skillGroupName: fact(z.string().nullable()),
      /** The agent's own; none where a group has them. */
      skills: relatedField(
        z.array(skillSchema).max(limits.skillQueuesPerTenant).default([]),
        z.array(z.object({ queueId: id, queueName: z.string(), level: z.int() })),
      ),
    },
    list: {
      search: ['agentNumber', 'account', 'staffName', 'phone', 'numberLabel'],
      sort: ['agentNumber', 'account', 'staffName', 'kind', 'role'],
      first: 'agentNumber',
      filters: { queueId: idText.optional(), kind: z.string().max(16).optional(), role: z.string().max(16).optional() },
    },
    get: true,
    unique: [],
  },
  { named: ({ agentNumber }) => agentNumber },
)
export type Agent = ObjectOf<typeof agent>

/** What the operator has given the tenant, and how much of it is in use. */
export const agentAllowanceSchema = z.object({
  agentNumberFrom: z.int(),
  agentNumberTo: z.int(),
  purchased: purchasedSchema,
  used: purchasedSchema,
})
export type AgentAllowance = z.output<typeof agentAllowanceSchema>

/** A list such as `101,105,110-120`; the named fields are set on each of them, others stay. */
export const agentBatchSchema = z.strictObject({
  agentNumbers: z
    .string()
    .trim()
    .min(1)
    .max(4_000)
    .regex(/^\d+(-\d+)?(\s*[,，]\s*\d+(-\d+)?)*$/, { error: 'agentRange' }),
  change: z
    .strictObject({
      role: z.enum(agentRoles).optional(),
      kind: z.enum(agentKinds).optional(),
      /** Accounts for the numbers, in their order, as many as there are; empty: none is bound any more. */
      staffIds: z.array(id).max(limits.batchAgents).optional(),
      phone: agent.fields.phone.input.unwrap().optional(),
      numberLabel: agent.fields.numberLabel.input.unwrap().optional(),
      autoAnswer: z.boolean().optional(),
      skillGroupId: id.nullable().optional(),
      skills: z.array(skillSchema).max(limits.skillQueuesPerTenant).optional(),
    })
    .refine((change) => Object.keys(change).length > 0, { error: 'FIELD_REQUIRED' }),
  /** By number: one that was changed since that version is refused. */
  versions: z.record(z.string().max(5), versionNumber).optional(),
  /** Also make those that do not exist yet (without a business account). */
  create: z.boolean().default(false),
})

export const agentBatchResultSchema = z.object({
  created: z.array(z.string()),
  changed: z.array(z.string()),
  refused: z.array(z.object({ agentNumber: z.string(), code: z.string(), message: z.string() })),
})

export const busyReasonInputSchema = z.strictObject({
  code: whole(limits.busyReasonCode),
  name: text(limits.busyReasonName),
})

export const busyReasonSchema = z.object({ code: z.int(), name: z.string() })
export type BusyReason = z.output<typeof busyReasonSchema>
