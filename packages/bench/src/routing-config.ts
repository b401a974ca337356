// A large tenant: many agents with a few skills each, many queues.
import { skillQueue } from '@openseat/contracts'
import { usualCapacity, type AgentConfig, type QueueConfig, type RoutingConfig } from '@openseat/domain'

const skillsPerAgent = 5

function queue(id: number): QueueConfig {
  const own = { name: `queue${id}`, description: 'of a benchmark', maxWaitSeconds: 600, maxQueued: 10_000, wrapUpSeconds: 0 }
  return { id, ...skillQueue.input.parse(own), channel: 'voice', hours: null }
}

function agent(index: number, queues: number): AgentConfig {
  const agentNumber = String(101 + index)
  const skills = Array.from({ length: skillsPerAgent }, (_, n) => [((index + n * 211) % queues) + 1, (n % 10) + 1] as const)
  return {
    agentNumber,
    account: `a${agentNumber}`,
    name: '',
    phone: '',
    role: 'agent',
    kind: 'audio',
    autoAnswer: false,
    numberLabel: '',
    defaultQueues: new Map(),
    seesNumbers: true,
    skills: new Map(skills),
  }
}

export function largeTenant(tenantId: number, size: { agents: number; queues: number }): RoutingConfig {
  const queues = Array.from({ length: size.queues }, (_, n) => queue(n + 1))
  return {
    tenantId,
    revision: 1,
    suspended: false,
    parameters: {
      maxScreenPopsPerKind: 5,
      maxParamsPerScreenPop: 10,
      ringTimeoutSeconds: 120,
      reconnectGraceSeconds: 300,
      wrapUpExtendSeconds: 60,
      restMinutes: 15,
      maxCallMinutes: 240,
      recordingRetentionDays: 180,
    },
    queues: new Map(queues.map((config) => [config.id, config])),
    routes: queues.map(({ id }) => ({
      accessCode: String(100_000 + id),
      extensionCode: '',
      target: { kind: 'skillQueue', queueId: id } as const,
    })),
    agents: new Map(Array.from({ length: size.agents }, (_, n) => agent(n, size.queues)).map((config) => [config.agentNumber, config])),
    pops: [
      {
        id: 1,
        name: 'CRM',
        url: 'https://crm.example/card',
        params: [],
        trigger: 'answered',
        omitEmpty: false,
        afterFragment: false,
        grants: ['clipboardWrite'],
        customPageId: null,
        openMode: 'embedded',
        passMode: 'get',
        contextToken: false,
        rule: { queueIds: [], mediaTypes: [], directions: [], conditions: [] },
        version: 1,
        position: 1,
      },
    ],
    allowList: [{ origin: 'https://crm.example', pathPrefix: '' }],
    accessCodes: ['100001'],
    workbenchOrigin: 'https://desk.example',
    timeZone: 'UTC',
    numbering: { country: 'CN', internationalPrefix: '00', trunkPrefix: '0', numberForm: 'national' },
    capacity: usualCapacity,
    workingHours: new Map(),
    flows: { published: new Map(), library: { compiled: new Map() } },
  }
}
