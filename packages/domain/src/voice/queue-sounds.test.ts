// What callers of a queue hear of its own, as the plan of their room says it.
import { beforeEach, describe, expect, it } from 'vitest'
import type { QueueConfig, RoutingConfig } from '../config/routing-config.ts'
import { Acd } from '../centre/acd.ts'
import type { CentreCommand } from '../centre/command-table.ts'
import { testAgent, testConfig, testQueue } from '../centre/test-support/testing.ts'

let acd: Acd
const now = 1_796_000_000_000

const config = (queue: Partial<QueueConfig>): RoutingConfig =>
  testConfig({ queues: new Map([[1, testQueue(1, queue)]]), agents: new Map([['101', testAgent('101', { 1: 5 })]]) })
const command = (given: CentreCommand) => acd.command({ agentNumber: '101', browserId: 'b', newCallId: 'o1' }, given, now)
const arrive = (callId: string) =>
  acd.handle({ type: 'callArrived', callId, mediaType: 'audio', callerNumber: '1', dialled: '4466', attachedData: {}, ref: '' }, now)
const customerLeg = (roomId: string) =>
  acd
    .takeChanges()
    .plans.filter((plan) => plan.roomId === roomId)
    .at(-1)
    ?.legs.find(({ leg }) => leg.startsWith('phone/'))

function begin(queue: Partial<QueueConfig>): void {
  acd = new Acd(config(queue))
  acd.handle({ type: 'seatConnected', agentNumber: '101' }, now)
  expect(command({ kind: 'signIn', queueIds: [1], device: 'browser' })).toEqual({ ok: true })
}

describe('a queue with prompts of its own', () => {
  beforeEach(() => begin({ waitPromptId: 7, holdPromptId: 8, answerPrompt: 'workNumber' }))

  it('has them in the plan while the caller waits and is on hold, and not while somebody talks', () => {
    arrive('a')
    expect(customerLeg('a')).toMatchObject({ sound: 'waitTone', prompt: 7 })
    command({ kind: 'answer', callId: 'a' })
    for (const leg of ['phone/a', 'agent/101']) acd.handle({ type: 'audioConnected', room: 'a', leg }, now)
    expect(customerLeg('a')).not.toHaveProperty('prompt')
    command({ kind: 'hold', callId: 'a' })
    expect(customerLeg('a')).toMatchObject({ sound: 'holdTone', prompt: 8 })
  })

  it('announces who answers, once', () => {
    arrive('a')
    command({ kind: 'answer', callId: 'a' })
    const announced = () => acd.takeChanges().actions.filter(({ type }) => type === 'announceAgent')
    expect(announced()).toEqual([{ type: 'announceAgent', room: 'a', agentNumber: '101', language: 'zh-CN' }])
    command({ kind: 'hold', callId: 'a' })
    command({ kind: 'retrieve', callId: 'a' })
    expect(announced()).toEqual([])
  })
})

it('a queue without plays the usual tone and says nothing', () => {
  begin({})
  arrive('a')
  expect(customerLeg('a')).toMatchObject({ sound: 'waitTone' })
  arrive('b')
  expect(customerLeg('b')).not.toHaveProperty('prompt')
  command({ kind: 'answer', callId: 'a' })
  expect(acd.takeChanges().actions).toEqual([])
})
