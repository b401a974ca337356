// Settings for tests: two queues, four agents, one pop; and what tests read of a centre.
import { skillQueue, type AgentRole, type SystemParameters } from '@openseat/contracts'
import { isCall, usualCapacity } from '../../config/channels.ts'
import { audioPlan, type AudioPlan } from '../../voice/hearing-plan.ts'
import { phaseOf } from '../../voice/phase.ts'
import { storedTalk } from '../../voice/stored-talk.ts'
import type { Acd } from '../acd.ts'
import type { Stored } from '../restore.ts'
import { contactText, readContact, readSession, sessionText } from '../stored.ts'
import type { AgentConfig, FlowConfig, QueueConfig, RouteTarget, RoutingConfig } from '../../config/routing-config.ts'

export const parameters: SystemParameters = {
  maxScreenPopsPerKind: 5,
  maxParamsPerScreenPop: 10,
  ringTimeoutSeconds: 20,
  reconnectGraceSeconds: 120,
  wrapUpExtendSeconds: 60,
  restMinutes: 15,
  maxCallMinutes: 240,
  recordingRetentionDays: 180,
}

export const testQueue = (id: number, changes: Partial<QueueConfig> = {}): QueueConfig => ({
  id,
  ...skillQueue.input.parse({ name: `queue${id}`, description: 'of a test' }),
  channel: 'voice',
  hours: null,
  ...changes,
})

export const testAgent = (agentNumber: string, skills: Record<number, number>, role: AgentRole = 'agent'): AgentConfig => ({
  agentNumber,
  account: `account${agentNumber}`,
  name: `name${agentNumber}`,
  phone: '',
  role,
  kind: 'audio',
  autoAnswer: false,
  numberLabel: '',
  seesNumbers: true,
  skills: new Map(Object.entries(skills).map(([id, level]) => [Number(id), level])),
  defaultQueues: new Map(),
})

/** Where a called route leads. */
export const toQueue = (queueId: number): RouteTarget => ({ kind: 'skillQueue', queueId })

export const noFlows: FlowConfig = { published: new Map(), library: { compiled: new Map() } }

export const testConfig = (changes: Partial<RoutingConfig> = {}): RoutingConfig => ({
  tenantId: 1,
  revision: 1,
  suspended: false,
  parameters,
  queues: new Map([1, 2].map((id) => [id, testQueue(id)])),
  routes: [
    { accessCode: '4466', extensionCode: '', target: toQueue(1) },
    { accessCode: '4466', extensionCode: '2', target: toQueue(2) },
  ],
  agents: new Map(
    [testAgent('101', { 1: 5 }), testAgent('102', { 1: 5 }), testAgent('103', { 1: 9, 2: 5 }), testAgent('104', { 1: 10 }, 'outbound')].map(
      (agent) => [agent.agentNumber, agent],
    ),
  ),
  pops: [
    {
      id: 7,
      name: 'CRM',
      url: 'https://crm.example/card',
      params: [],
      trigger: 'answered',
      omitEmpty: false,
      afterFragment: false,
      customPageId: null,
      openMode: 'embedded',
      passMode: 'get',
      contextToken: false,
      grants: ['clipboardWrite'],
      rule: { queueIds: [], mediaTypes: [], directions: [], conditions: [] },
      position: 1,
      version: 1,
    },
  ],
  allowList: [{ origin: 'https://crm.example', pathPrefix: '' }],
  accessCodes: ['4466'],
  workbenchOrigin: 'https://desk.example:8443',
  timeZone: 'UTC',
  numbering: { country: 'CN', internationalPrefix: '00', trunkPrefix: '0', numberForm: 'national' },
  capacity: usualCapacity,
  workingHours: new Map(),
  flows: noFlows,
  ...changes,
})

/** How far a live contact has come: a call's phase, any other's state. */
export function phaseIn({ centre: { state, voice } }: Acd, callId: string): string | undefined {
  const contact = state.contacts.get(callId)
  return contact && (isCall(contact.channel) ? phaseOf(voice.talkOf(contact)) : contact.state.kind)
}

/** All that lives, as it would come back from its rows. */
export const storedOf = ({ centre: { state, voice } }: Acd): Stored => ({
  contacts: [...state.contacts.values()].map((contact) => {
    const talk = isCall(contact.channel) ? storedTalk(voice.talkOf(contact)) : null
    return readContact(JSON.parse(contactText({ contact, talk })))
  }),
  sessions: [...state.sessions.values()].map((session) => readSession(JSON.parse(sessionText(session)))),
  days: new Map(),
})

/** The plan of a room as its calls are now. */
export const planOf = ({ centre }: Acd, room: string): AudioPlan => audioPlan(centre.voice, room)
