import { socketCloseCodes, type AgentServerFrame, type SequencedEvent } from '@openseat/contracts'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { AgentSocket, type AgentSocketListener } from './agent-socket.ts'

class FakeSocket {
  onopen: (() => void) | null = null
  onmessage: ((message: { data: string }) => void) | null = null
  onclose: ((event: { code: number }) => void) | null = null
  readonly sent: Record<string, unknown>[] = []
  closed = false
  send(text: string): void {
    this.sent.push(JSON.parse(text) as Record<string, unknown>)
  }
  close(): void {
    this.closed = true
  }
  say(frame: AgentServerFrame): void {
    this.onmessage?.({ data: JSON.stringify(frame) })
  }
}

const sockets: FakeSocket[] = []
const last = (): FakeSocket => sockets.at(-1) as FakeSocket
const heard: SequencedEvent[] = []
const states: string[] = []
const on = {
  state: (state) => states.push(state),
  welcome: vi.fn(),
  event: (event) => heard.push(event),
  lead: vi.fn(),
  settings: vi.fn(),
  storing: vi.fn(),
  hungUp: vi.fn(),
  board: vi.fn(),
  videoSignal: vi.fn(),
  takenOver: vi.fn(),
  ended: vi.fn(),
  notOpened: vi.fn(),
} satisfies AgentSocketListener
let online = true

const make = () =>
  new AgentSocket({
    url: 'ws://x/ws/agent',
    browserId: 'browser-1',
    tabId: 'tab-00001',
    wantsLead: () => true,
    open: () => {
      sockets.push(new FakeSocket())
      return last() as unknown as WebSocket
    },
    isOnline: () => online,
    random: () => 0.5,
    on,
  })

const welcome = (seq: number | null): AgentServerFrame => ({
  type: 'welcome',
  agentNumber: '101',
  serverTime: '2026-11-22T00:00:00.000Z',
  leader: true,
  elsewhere: false,
  snapshot: seq === null ? null : ({ seq, seat: {}, calls: [], pops: [] } as never),
})
const event = (seq: number): AgentServerFrame => ({ type: 'event', seq, at: '', event: { type: 'pops.closed', callId: String(seq) } })

function connected(seq = 5): AgentSocket {
  const socket = make()
  socket.start()
  last().onopen?.()
  last().say(welcome(seq))
  return socket
}

beforeEach(() => {
  vi.useFakeTimers()
  sockets.length = heard.length = states.length = 0
  online = true
})
afterEach(() => {
  vi.useRealTimers()
  vi.clearAllMocks()
})

describe('AgentSocket', () => {
  it('says hello as a page that knows nothing and is connected after the welcome', () => {
    connected()
    expect(sockets[0]?.sent[0]).toEqual({ type: 'hello', browserId: 'browser-1', tabId: 'tab-00001', after: null, wantsLead: true })
    expect(states).toEqual(['catchingUp', 'connected'])
  })

  it('hands over events in order, once', () => {
    connected(5)
    for (const seq of [4, 5, 6, 6, 7]) last().say(event(seq))
    expect(heard.map(({ seq }) => seq)).toEqual([6, 7])
  })

  it('asks again for what a gap swallowed, and takes nothing after the gap', async () => {
    connected(5)
    last().say(event(6))
    last().say(event(8))
    expect(heard).toHaveLength(1)
    expect(sockets[0]?.closed).toBe(true)
    await vi.advanceTimersByTimeAsync(500)
    last().onopen?.()
    expect(last().sent[0]).toMatchObject({ after: 6 })
    last().say(welcome(null))
    last().say(event(7))
    last().say(event(8))
    expect(heard.map(({ seq }) => seq)).toEqual([6, 7, 8])
  })

  it('answers a command with its own result', async () => {
    const socket = connected()
    const first = socket.send({ kind: 'setIdle' })
    const second = socket.send({ kind: 'dial', number: '1' })
    last().say({ type: 'result', id: 2, ok: true, data: { callId: '1-1' } })
    last().say({ type: 'result', id: 1, ok: false, code: 'SEAT_NOT_SIGNED_IN', params: {}, message: 'words' })
    expect(await first).toMatchObject({ ok: false, message: 'words' })
    expect(await second).toEqual({ ok: true, data: { callId: '1-1' } })
  })

  it('refuses a command while not connected and never sends it later', async () => {
    const socket = make()
    socket.start()
    expect(await socket.send({ kind: 'setIdle' })).toEqual({ ok: false, local: 'notConnected' })
    last().onopen?.()
    last().say(welcome(1))
    expect(last().sent.map((frame) => frame['type'])).toEqual(['hello'])
  })

  it('tells a waiting command that the connection was lost', async () => {
    const socket = connected()
    const result = socket.send({ kind: 'setIdle' })
    last().onclose?.({ code: 1006 })
    expect(await result).toEqual({ ok: false, local: 'connectionLost' })
  })

  it('connects again after a loss, and says offline after three attempts', async () => {
    connected()
    last().onclose?.({ code: 1006 })
    expect(states.at(-1)).toBe('connecting')
    for (let attempt = 0; attempt < 3; attempt += 1) {
      await vi.advanceTimersByTimeAsync(10_000)
      last().onclose?.({ code: 1006 })
    }
    expect(states.at(-1)).toBe('offline')
    expect(on.notOpened).toHaveBeenCalledTimes(3)
    expect(sockets).toHaveLength(4)
  })

  it('gives up a connection that stays silent for 45 s', async () => {
    connected()
    await vi.advanceTimersByTimeAsync(40_000)
    last().say({ type: 'ping', t: 1 })
    expect(last().sent.at(-1)).toEqual({ type: 'pong', t: 1 })
    await vi.advanceTimersByTimeAsync(44_000)
    expect(sockets).toHaveLength(1)
    await vi.advanceTimersByTimeAsync(7_000)
    expect(sockets).toHaveLength(2)
  })

  it('suspects the connection sooner after waking up, and retries at once when the network is back', async () => {
    const socket = connected()
    socket.wake()
    expect(sockets).toHaveLength(1)
    await vi.advanceTimersByTimeAsync(26_000)
    socket.wake()
    await vi.advanceTimersByTimeAsync(500)
    expect(sockets).toHaveLength(2)
    online = false
    last().onclose?.({ code: 1006 })
    expect(states.at(-1)).toBe('offline')
    online = true
    socket.wake()
    expect(sockets).toHaveLength(3)
  })

  it.each([
    [socketCloseCodes.notLoggedIn, 'notLoggedIn'],
    [socketCloseCodes.noAgent, 'noAgent'],
  ])('ends for good on close code %i', async (code, reason) => {
    connected()
    last().onclose?.({ code })
    await vi.advanceTimersByTimeAsync(60_000)
    expect(on.ended).toHaveBeenCalledWith(reason)
    expect(sockets).toHaveLength(1)
  })

  it('waits as a new page after the seat was taken over', async () => {
    connected()
    last().onclose?.({ code: socketCloseCodes.takenOver })
    expect(on.takenOver).toHaveBeenCalledOnce()
    await vi.advanceTimersByTimeAsync(500)
    last().onopen?.()
    expect(last().sent[0]).toMatchObject({ after: null })
  })

  it('is silent once closed', async () => {
    const socket = connected()
    socket.close()
    await vi.advanceTimersByTimeAsync(120_000)
    expect(sockets).toHaveLength(1)
    expect(sockets[0]?.closed).toBe(true)
  })
})
