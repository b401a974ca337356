import type { AgentServerFrame, SequencedEvent, Snapshot } from '@openseat/contracts'
import { socketCloseCodes } from '@openseat/contracts'
import { beforeEach, describe, expect, it } from 'vitest'
import { AgentChannel, type Page } from './agent-channel.ts'

interface TestPage extends Page {
  readonly frames: AgentServerFrame[]
  readonly closed: number[]
}

function page(browserId: string, tabId: string, wantsLead = true): TestPage {
  const frames: AgentServerFrame[] = []
  const closed: number[] = []
  return {
    browserId,
    tabId,
    wantsLead,
    frames,
    closed,
    send: (frame) => frames.push(frame),
    sendText: (text) => frames.push(JSON.parse(text) as AgentServerFrame),
    close: (code) => closed.push(code),
  }
}

const seat = {
  agentNumber: '101',
  state: 'idle',
  since: '2026-01-01T00:00:00.000Z',
  until: null,
  reason: null,
  callId: null,
  next: null,
  queueIds: [],
  autoAnswer: false,
  device: 'browser',
  phoneTrouble: null,
  signedOutFor: null,
} as const
const event = (seq: number): SequencedEvent => ({
  seq,
  at: '2026-01-01T00:00:00.000Z',
  event: { type: 'seat.changed', seat: { ...seat, queueIds: [] } },
})
const snapshot = (seq: number): Snapshot => ({ seq, seat: { ...seat, queueIds: [] }, calls: [], pops: [] })
const seqs = (of: TestPage) => of.frames.flatMap((frame) => (frame.type === 'event' ? [frame.seq] : []))
const leads = (of: TestPage) =>
  of.frames.flatMap((frame) => (frame.type === 'lead' || frame.type === 'welcome' ? [frame.leader] : [])).at(-1)

let channel: AgentChannel
const joined = (of: TestPage, seq = 0): TestPage => {
  channel.join(of)
  channel.welcome(of, { snapshot: snapshot(seq) })
  return of
}

beforeEach(() => {
  channel = new AgentChannel('101')
})

describe('an agent’s pages', () => {
  it('give a new page what happened while its snapshot was made, once', () => {
    const tab = page('a', '1')
    channel.join(tab)
    for (const seq of [1, 2, 3]) channel.deliver(event(seq))
    channel.welcome(tab, { snapshot: snapshot(2) })
    channel.deliver(event(4))
    expect(seqs(tab)).toEqual([3, 4])
  })

  it('give a page that comes back what it missed, in order, once', () => {
    joined(page('a', '0'))
    for (const seq of [1, 2, 3, 4]) channel.deliver(event(seq))
    const back = page('a', '1')
    channel.join(back)
    channel.deliver(event(5))
    const missed = channel.eventsAfter(2)
    expect(missed?.map(({ seq }) => seq)).toEqual([3, 4, 5])
    channel.welcome(back, { missed: missed ?? [], after: 2 })
    expect(seqs(back)).toEqual([3, 4, 5])
  })

  it('know when the missed events are no longer all there', () => {
    joined(page('a', '0'))
    for (let seq = 1; seq <= 300; seq += 1) channel.deliver(event(seq))
    expect(channel.eventsAfter(40)).toBeNull()
    expect(channel.eventsAfter(290)).toHaveLength(10)
    expect(channel.eventsAfter(300)).toEqual([])
    expect(new AgentChannel('102').eventsAfter(3)).toBeNull()
  })

  it('are all sent the same text, made once', () => {
    const texts: string[] = []
    const tabs = ['1', '2'].map((tab) => joined({ ...page('a', tab), sendText: (text) => texts.push(text) }))
    expect(tabs).toHaveLength(2)
    channel.deliver(event(1))
    expect(texts.map((text) => JSON.parse(text) as unknown)).toEqual([
      { type: 'event', ...event(1) },
      { type: 'event', ...event(1) },
    ])
  })

  it('that wait for a snapshot for ever are told to come again', () => {
    const tab = page('a', '1')
    channel.join(tab)
    for (let seq = 1; seq <= 300; seq += 1) channel.deliver(event(seq))
    expect(tab.closed[0]).toBe(socketCloseCodes.tooSlow)
  })

  it('have one leader, and another when it leaves', () => {
    const first = joined(page('a', '1'))
    const second = joined(page('a', '2'))
    expect([leads(first), leads(second)]).toEqual([true, false])
    channel.takeLead(second)
    expect([leads(first), leads(second)]).toEqual([false, true])
    channel.leave(second)
    expect(leads(first)).toBe(true)
  })

  it('of another browser wait, hear nothing, and are closed when the seat is taken over', () => {
    const mine = joined(page('a', '1'))
    const other = page('b', '2')
    channel.join(other)
    channel.putElsewhere(other)
    channel.deliver(event(1))
    expect([seqs(mine), seqs(other)]).toEqual([[1], []])
    expect(other.frames.at(-1)).toMatchObject({ type: 'welcome', elsewhere: true, snapshot: null })
    channel.closeOthers('b')
    expect([mine.closed, other.closed]).toEqual([[socketCloseCodes.takenOver], []])
  })
})
