// Settings of the random histories: calls, web chats and e-mails, with small lines and small limits; and how administrators change them.
import type { AgentKind, AgentRole } from '@openseat/contracts'
import { isCall, usualCapacity } from '../../config/channels.ts'
import type { QueueConfig, RoutingConfig } from '../../config/routing-config.ts'
import { flowIds, randomFlows } from './random-flows.ts'
import { testAgent, testConfig, testQueue, toQueue } from './testing.ts'

export const agentNumbers = ['101', '102', '103', '104', '105', '106']
const roles: Readonly<Record<string, AgentRole>> = { 105: 'inspector', 106: 'outbound' }
const kinds: readonly AgentKind[] = ['universal', 'universal', 'audio', 'universal', 'universal', 'universal']

export const settings = (revision: number): RoutingConfig =>
  testConfig({
    revision,
    capacity: { ...usualCapacity, limits: { ...usualCapacity.limits, web: 2, email: 3 } },
    routes: [
      ...testConfig().routes,
      ...flowIds.map((flowId) => ({ accessCode: '4466', extensionCode: `3${flowId}`, target: { kind: 'flow', flowId } as const })),
      { accessCode: '7001', extensionCode: '', target: toQueue(3) },
      { accessCode: '7002', extensionCode: '', target: toQueue(4) },
    ],
    queues: new Map([
      [1, testQueue(1, { recording: 'onDemand', maxQueued: 4, maxWaitSeconds: 40, onOverflow: { action: 'transfer', queueId: 2 } })],
      [
        2,
        testQueue(2, {
          maxQueued: 3,
          maxWaitSeconds: 25,
          priority: 70,
          wrapUpSeconds: revision % 2 ? 0 : 8,
          onTimeout: { action: 'transfer', queueId: 1 },
          onOverflow: { action: 'flow', flowId: 1 },
          waitFlowId: 3,
        }),
      ],
      [3, testQueue(3, { type: 'multimedia', channel: 'web', maxWaitSeconds: 90, wrapUpSeconds: 8 })],
      [4, testQueue(4, { type: 'multimedia', channel: 'email', maxWaitSeconds: 300, priority: 60 })],
    ]),
    flows: randomFlows(revision % 2 ? 1 : 2),
    agents: new Map(
      agentNumbers.map((number, index) => [
        number,
        {
          ...testAgent(number, { 1: (index % 3) + 1, 2: 5, 3: 5, 4: (index % 2) + 1 }, roles[number] ?? 'agent'),
          kind: kinds[index] ?? 'audio',
        },
      ]),
    ),
  })

/** As an administrator leaves them in the middle of the day: people and skills taken away and given back, a queue deleted or closed. */
export function changedSettings(revision: number, random: () => number): RoutingConfig {
  const usual = settings(revision)
  if (random() < 0.3) return usual
  const hasSecond = random() < 0.8
  const queues = new Map(
    [...usual.queues].flatMap(([id, queue]) => (id === 2 && !hasSecond ? [] : [[id, changedQueue(queue, hasSecond, random)] as const])),
  )
  const routes = usual.routes.filter(({ target }) => target.kind === 'flow' || queues.has(target.queueId))
  const agents = [...usual.agents].flatMap(([number, agent]) => {
    if (random() < 0.1) return []
    const skills = new Map([...agent.skills].filter(([id]) => queues.has(id) && random() < 0.7))
    return [[number, { ...agent, skills, phone: random() < 0.5 ? '555' : '' }] as const]
  })
  const capacity = { ...usual.capacity, duringCalls: random() < 0.5 ? ['email' as const] : [], callsBesideTexts: random() < 0.7 }
  return { ...usual, queues, routes, agents: new Map(agents), capacity }
}

function changedQueue(queue: QueueConfig, hasSecond: boolean, random: () => number): QueueConfig {
  const release = { action: 'release' } as const
  const isOfCalls = isCall(queue.channel)
  const onClosed = isOfCalls && hasSecond && random() < 0.5 ? ({ action: 'transfer', queueId: 3 - queue.id } as const) : release
  const hours = random() < 0.2 ? { weekly: [], specialDays: [] } : null
  return { ...queue, ...(hasSecond ? {} : { onTimeout: release, onOverflow: release }), onClosed, hours }
}

/** A small seeded generator (mulberry32), so that a failing history can be run again. */
export function generator(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296
  }
}
