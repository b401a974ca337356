// What calls are routed by: skill queues, called routes, agents and their skills, busy reasons.
import { z } from 'zod'
import { id, matching, matchingNumber, seen, text, versionNumber, whole } from '../fields.ts'
import { limits } from '../limits.ts'
import { defineResource, type ObjectOf } from '../resource/resource.ts'
import {
  choiceField,
  codedField,
  fact,
  flagField,
  numberField,
  optionalChoiceField,
  referenceField,
  textField,
} from '../resource/fields.ts'
import { agentKinds, purchasedSchema, type AgentKind } from './tenant.ts'

export const queueTypes = ['voice', 'video', 'multimedia', 'voice-click', 'video-click'] as const
export type QueueType = (typeof queueTypes)[number]
export const queueSubtypes = ['web', 'wechat', 'email', 'whatsapp'] as const

/** `onDemand`: the agent switches it; `always`: from answer to end, though the agent may pause it. */
export const recordingPolicies = ['never', 'onDemand', 'always'] as const
export type RecordingPolicy = (typeof recordingPolicies)[number]

/** What happens to a call that its queue cannot serve. */
export const overflowActionSchema = z.discriminatedUnion('action', [
  z.strictObject({ action: z.literal('release') }),
  z.strictObject({ action: z.literal('transfer'), queueId: id }),
])
export type OverflowAction = z.output<typeof overflowActionSchema>

const withDefault = (limit: { min: number; max: number; default: number }) => whole(limit).default(limit.default)

/** Lies in the table as the id of the queue that the call goes to; null: it is released. */
const diversion = <const C extends string>(column: C) =>
  codedField(
    { input: overflowActionSchema.prefault({ action: 'release' }), output: overflowActionSchema, empty: { action: 'release' } },
    { column, section: 'overflow' },
    {
      toColumn: (action): number | null => (action.action === 'transfer' ? action.queueId : null),
      fromColumn: (queueId) => (queueId === null ? { action: 'release' } : { action: 'transfer', queueId }),
    },
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
      onTimeout: diversion('on_timeout_queue_id'),
      onOverflow: diversion('on_overflow_queue_id'),
      onUnstaffed: diversion('on_unstaffed_queue_id'),
      /** Outside the working hours. */
      onClosed: diversion('on_closed_queue_id'),
      recording: choiceField(recordingPolicies, 'never', { section: 'recording', required: false }),
      /** A tone tells both sides that a recording begins. */
      recordingNotice: flagField(false, { section: 'recording' }),
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
    rule: ({ type, subtype }, refuse) => {
      if (type === 'multimedia' && subtype === null) refuse(['subtype'], 'FIELD_REQUIRED')
      if (type !== 'multimedia' && subtype !== null) refuse(['subtype'], 'FIELD_NOT_APPLICABLE')
    },
  },
)
export type SkillQueue = ObjectOf<typeof skillQueue>

export const calledRouteInputSchema = z.strictObject({
  accessCode: matchingNumber(/^\d+$/, 'digits').min(limits.accessCode.min).max(limits.accessCode.max),
  extensionCode: z.union([z.literal(''), matching(/^[0-9*#]+$/, 'dialString').max(limits.extensionCode.max)]).default(''),
  target: z.strictObject({ kind: z.literal('skillQueue'), queueId: id }),
  version: versionNumber.optional(),
})
export type CalledRouteInput = z.input<typeof calledRouteInputSchema>

export const calledRouteSchema = z.object({
  id,
  accessCode: z.string(),
  extensionCode: z.string(),
  target: z.object({ kind: z.literal('skillQueue'), queueId: id, queueName: z.string() }),
  version: z.int(),
})
export type CalledRoute = z.output<typeof calledRouteSchema>

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

export const skillSchema = z.strictObject({ queueId: id, level: withDefault(limits.skillLevel) })

/** Work number (工号) as text: 101–59999, no leading zero. */
export const agentNumberSchema = matching(/^(10[1-9]|1[1-9]\d|[2-9]\d{2}|[1-9]\d{3}|[1-5]\d{4})$/, 'agentRange')

/** An outside number, the user name of one of the tenant's phones, or a fixed `sip:` address. */
const agentPhone = matchingNumber(
  /^(\+?\d+|[a-z0-9][a-z0-9._-]*|sips?:[A-Za-z0-9+._~*-]+@([A-Za-z0-9.-]+|\[[0-9A-Fa-f:.]+\])(:\d{1,5})?(;transport=(udp|tcp|tls))?)$/,
  'agentPhone',
).max(limits.agentPhone.max)

const agentFields = {
  role: z.enum(agentRoles).default('agent'),
  kind: z.enum(agentKinds).default('audio'),
  phone: z.union([z.literal(''), agentPhone]).default(''),
  numberLabel: z.string().trim().max(limits.numberLabel.max).default(''),
  autoAnswer: z.boolean().default(false),
  /** The skills are those of a group; null: `skills`. */
  skillGroupId: id.nullable().default(null),
  skills: z.array(skillSchema).max(limits.skillQueuesPerTenant).default([]),
}

export const agentInputSchema = z.strictObject({ agentNumber: agentNumberSchema, staffId: id.nullable().default(null), ...agentFields })
export type AgentInput = z.input<typeof agentInputSchema>

/** The work number is not changed later. */
export const agentChangeSchema = z.strictObject({
  staffId: id.nullable().default(null),
  ...agentFields,
  version: versionNumber.optional(),
})

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
      phone: agentFields.phone.unwrap().optional(),
      numberLabel: agentFields.numberLabel.unwrap().optional(),
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

export const agentSchema = z.object({
  agentNumber: z.string(),
  staffId: id.nullable(),
  account: z.string().nullable(),
  staffName: z.string().nullable(),
  role: z.enum(agentRoles),
  kind: z.enum(agentKinds),
  phone: z.string(),
  numberLabel: z.string(),
  autoAnswer: z.boolean(),
  skillGroupId: id.nullable(),
  skillGroupName: z.string().nullable(),
  /** The agent's own; none where a group has them. */
  skills: z.array(z.object({ queueId: id, queueName: z.string(), level: z.int() })),
  version: z.int(),
})
export type Agent = z.output<typeof agentSchema>

export const busyReasonInputSchema = z.strictObject({
  code: whole(limits.busyReasonCode),
  name: text(limits.busyReasonName),
})

export const busyReasonSchema = z.object({ code: z.int(), name: z.string() })
export type BusyReason = z.output<typeof busyReasonSchema>
