// Routes of the agent's workbench beside its socket: what the seat may do, and contact records.
import { z } from 'zod'
import { instant } from '../fields.ts'
import { contactRecordSchema, contactSummarySchema, directions } from '../objects/contact.ts'
import { agentStateKinds, snapshotSchema } from '../realtime/agent-events.ts'
import { agentCommandSchema, pageCommandKinds } from '../realtime/agent-commands.ts'
import { busyReasonSchema, flowChoiceSchema } from '../objects/routing.ts'
import { iceServerSchema } from '../realtime/video-signal.ts'
import { listQuery, pageOf } from '../rest/listing.ts'
import { defineRoute } from '../rest/route.ts'

const recordAccess = ['record.readOwn', 'record.readAll'] as const
const callId = z.string().regex(/^[0-9]+-[0-9]+$/)
const callParams = z.strictObject({ callId })

const contactListQuerySchema = z.strictObject({
  ...listQuery,
  from: instant.optional(),
  to: instant.optional(),
  direction: z.enum(directions).optional(),
  agentNumber: z.string().max(5).optional(),
  queueId: z.string().regex(/^\d+$/).optional(),
  outcome: z.enum(['answered', 'missed']).optional(),
  /** Wrapped up for this reason or one below it. */
  reasonId: z
    .string()
    .regex(/^\d{1,9}$/)
    .optional(),
  recording: z.enum(['kept', 'none']).optional(),
  /** Calls made for the sake of this one. */
  parentCallId: callId.optional(),
  /** Contacts with exactly this number, in whichever form it was written; `withheld`: those without a number. */
  number: z.string().trim().min(1).max(64).optional(),
  /** Contacts older than this one; `before`: newer ones. */
  after: callId.optional(),
  before: callId.optional(),
})

export const workbenchRoutes = {
  getSeatSettings: defineRoute({
    method: 'GET',
    path: '/api/seat',
    access: ['workbench.use'],
    tag: 'workbench',
    summary: { zh: '本座席设置', en: 'One’s own seat' },
    response: z.object({
      agentNumber: z.string(),
      role: z.string(),
      kind: z.string(),
      queues: z.array(z.object({ id: z.int(), name: z.string(), type: z.string() })),
      busyReasons: z.array(busyReasonSchema),
      restMinutes: z.int(),
      wrapUpExtendSeconds: z.int(),
      autoAnswer: z.boolean(),
      /** The agent may take calls on a telephone of the agent's settings; empty when there is none. */
      phone: z.string(),
      iceServers: z.array(iceServerSchema),
    }),
  }),
  getSeat: defineRoute({
    method: 'GET',
    path: '/api/seat/state',
    access: ['workbench.use'],
    tag: 'workbench',
    summary: { zh: '本座席的状态与通话', en: 'One’s own seat with its calls' },
    response: snapshotSchema,
  }),
  /** As from the connection bar, for a seat that is signed in there. */
  runCommand: defineRoute({
    method: 'POST',
    path: '/api/seat/commands',
    access: ['workbench.use'],
    tag: 'workbench',
    summary: { zh: '呼叫控制与座席状态命令', en: 'Call control and state of one’s own seat' },
    body: z.strictObject({ command: agentCommandSchema }).refine(({ command }) => !pageCommandKinds.some((kind) => kind === command.kind), {
      path: ['command', 'kind'],
      error: 'FIELD_NOT_APPLICABLE',
      params: { rule: 'pageCommand' },
    }),
    response: z.object({ callId: z.string().nullable() }),
  }),
  listCallFlows: defineRoute({
    method: 'GET',
    path: '/api/call-flows',
    access: ['calledRoute.manage', 'skillQueue.manage'],
    tag: 'routing',
    summary: { zh: '呼叫可以进入的流程（已发布）', en: 'Published flows that calls can be led to' },
    response: z.array(flowChoiceSchema),
  }),
  listDestinations: defineRoute({
    method: 'GET',
    path: '/api/destinations',
    access: ['workbench.use'],
    tag: 'workbench',
    summary: { zh: '可转接的座席、技能队列与流程', en: 'Agents, queues and flows that a call can go to, as they are now' },
    response: z.object({
      /** Signed-in agents but oneself, idle ones first. */
      agents: z.array(z.object({ agentNumber: z.string(), name: z.string(), state: z.enum(agentStateKinds), since: instant })),
      queues: z.array(
        z.object({
          id: z.int(),
          name: z.string(),
          type: z.string(),
          waiting: z.int(),
          idleAgents: z.int(),
          staffed: z.boolean(),
          open: z.boolean(),
        }),
      ),
      /** Published flows of calls: a customer can be handed to them. */
      flows: z.array(flowChoiceSchema),
    }),
  }),
  listContacts: defineRoute({
    method: 'GET',
    path: '/api/contacts',
    access: recordAccess,
    tag: 'records',
    summary: { zh: '接触记录列表', en: 'List contact records' },
    query: contactListQuerySchema,
    response: pageOf(contactSummarySchema).extend({
      /** `total` counts what this answer looked at; older contacts are there: ask again with this as `after`. */
      earlier: callId.nullable(),
      /** Newer ones: ask again with this as `before`. */
      later: callId.nullable(),
    }),
  }),
  getContact: defineRoute({
    method: 'GET',
    path: '/api/contacts/:callId',
    access: recordAccess,
    tag: 'records',
    summary: { zh: '接触记录详情', en: 'One contact record' },
    params: callParams,
    response: contactRecordSchema,
  }),
} as const
