import { beforeEach, expect, it } from 'vitest'
import { parseMessage } from '../message/parse.ts'
import { responseTo } from '../message/build.ts'
import { serialise } from '../message/serialise.ts'
import type { SipMessage, SipRequest, SipResponse } from '../message/sip-message.ts'
import { branchOf, formatVia } from '../message/via.ts'
import { FakeClock } from '../test-support/fake-clock.ts'
import type { Flow } from '../transport/flow.ts'
import type { ServerTransaction } from './server-transaction.ts'
import { TransactionLayer, type Verdict } from './transaction-layer.ts'

const parse = (bytes: Buffer | string): SipMessage => {
  const outcome = parseMessage(Buffer.from(bytes))
  if (!outcome.ok) throw new Error(outcome.reason)
  return outcome.message
}

class FakeFlow implements Flow {
  readonly id = 'fake'
  readonly transport = 'udp'
  readonly remote = { host: '192.0.2.9', port: 5060 }
  readonly advertised = { host: '192.0.2.1', port: 5060 }
  open = true
  sent: { atMs: number; message: SipMessage }[] = []
  readonly reliable: boolean
  readonly #clock: FakeClock
  constructor(clock: FakeClock, reliable: boolean) {
    this.#clock = clock
    this.reliable = reliable
  }
  send(bytes: Buffer): void {
    this.sent.push({ atMs: this.#clock.nowMs(), message: parse(bytes) })
  }
  get times(): number[] {
    return this.sent.map(({ atMs }) => atMs)
  }
  get lines(): string[] {
    return this.sent.map(({ message }) => (message.kind === 'request' ? message.method : String(message.status)))
  }
}

const requestOf = (method: string, branch = 'z9hG4bKabc', toTag = ''): SipRequest =>
  parse(
    `${method} sip:4466@192.0.2.1 SIP/2.0\r\nVia: SIP/2.0/UDP 192.0.2.9;branch=${branch}\r\nFrom: <sip:a@192.0.2.9>;tag=f\r\n` +
      `To: <sip:4466@192.0.2.1>${toTag}\r\nCall-ID: c\r\nCSeq: 7 ${method}\r\n\r\n`,
  ) as SipRequest

let clock: FakeClock
let layer: TransactionLayer
let served: ServerTransaction[]
let strayAcks: number
let strayResponses: number
let admission: Verdict

beforeEach(() => {
  clock = new FakeClock()
  served = []
  strayAcks = strayResponses = 0
  admission = { serve: 'peer' }
  layer = new TransactionLayer({
    clock,
    replyFlow: (_, flow) => flow,
    handlers: {
      admit: () => admission,
      onRequest: (transaction) => served.push(transaction),
      onStrayAck: () => strayAcks++,
      onStrayResponse: () => strayResponses++,
    },
  })
})

const client = (method: string, reliable = false) => {
  const flow = new FakeFlow(clock, reliable)
  const seen: string[] = []
  const transaction = layer.request(requestOf(method), flow, {
    onResponse: ({ status }) => seen.push(String(status)),
    onFailed: (reason) => seen.push(reason),
  })
  const answer = (status: number): void => {
    const response: SipResponse = responseTo(transaction.request, { status }, 'remote')
    layer.receive(parse(serialise(response)), flow)
  }
  return { flow, seen, transaction, answer }
}

const server = (method: string, reliable = false) => {
  const flow = new FakeFlow(clock, reliable)
  const receive = (name = method, branch?: string, toTag?: string): void => layer.receive(requestOf(name, branch, toTag), flow)
  receive()
  return { flow, receive, transaction: served[0] as ServerTransaction }
}

it('client INVITE: timer A doubles without cap, timer B gives up after 32 s', () => {
  const { flow, seen } = client('INVITE')
  clock.advance(40_000)
  expect(flow.times).toEqual([0, 500, 1500, 3500, 7500, 15_500, 31_500])
  expect(seen).toEqual(['timeout'])
  expect([layer.size, clock.timers]).toEqual([0, 0])
})

it('client INVITE: a provisional response stops A and B for as long as the phone rings', () => {
  const { flow, seen, answer } = client('INVITE')
  answer(180)
  clock.advance(100_000)
  answer(180)
  expect(flow.lines).toEqual(['INVITE'])
  expect(seen).toEqual(['180', '180'])
})

it('client INVITE: acknowledges a failure each time that it comes, until D', () => {
  const { flow, seen, answer } = client('INVITE')
  answer(486)
  answer(486)
  expect(flow.lines).toEqual(['INVITE', 'ACK', 'ACK'])
  const [invite, ack] = flow.sent.map(({ message }) => message)
  expect(ack?.vias).toEqual(invite?.vias)
  expect(ack?.to.params.get('tag')).toBe('remote')
  expect(seen).toEqual(['486'])
  clock.advance(32_000)
  expect([layer.size, clock.timers]).toEqual([0, 0])
})

it('client INVITE: hands up every 2xx until M, and never acknowledges it itself (RFC 6026)', () => {
  const { flow, seen, answer } = client('INVITE')
  answer(200)
  clock.advance(31_999)
  answer(200)
  expect(seen).toEqual(['200', '200'])
  clock.advance(1)
  answer(200)
  expect(strayResponses).toBe(1)
  expect(flow.lines).toEqual(['INVITE'])
})

it('client non-INVITE: timer E doubles up to 4 s, timer F gives up', () => {
  const { flow, seen } = client('OPTIONS')
  clock.advance(40_000)
  expect(flow.times).toEqual([0, 500, 1500, 3500, 7500, 11_500, 15_500, 19_500, 23_500, 27_500, 31_500])
  expect(seen).toEqual(['timeout'])
})

it('client non-INVITE: goes on every 4 s in Proceeding, and F still ends it', () => {
  const { flow, seen, answer } = client('OPTIONS')
  answer(100)
  clock.advance(40_000)
  expect(flow.times).toEqual([0, 500, 4500, 8500, 12_500, 16_500, 20_500, 24_500, 28_500])
  expect(seen).toEqual(['100', 'timeout'])
})

it('client non-INVITE: absorbs repeated final responses until K', () => {
  const { seen, answer } = client('BYE')
  answer(200)
  answer(200)
  clock.advance(4999)
  answer(200)
  expect(seen).toEqual(['200'])
  expect(layer.size).toBe(1)
  clock.advance(1)
  expect(layer.size).toBe(0)
})

it('over a reliable transport nothing is repeated, and D and K are over at once', () => {
  for (const method of ['INVITE', 'BYE']) {
    const { flow, answer } = client(method, true)
    clock.advance(5000)
    answer(486)
    clock.advance(0)
    expect(flow.lines).toEqual(method === 'INVITE' ? ['INVITE', 'ACK'] : ['BYE'])
  }
  expect(layer.size).toBe(0)
})

it('tells when the connection under a request is gone', () => {
  const { flow, seen } = client('INVITE', true)
  layer.flowClosed(flow)
  expect(seen).toEqual(['flow'])
})

it('makes branches of 128 random bits', () => {
  const branches = Array.from({ length: 1000 }, () => client('OPTIONS').transaction.request.vias.map(branchOf)[0])
  expect(new Set(branches).size).toBe(1000)
  expect(branches[0]).toMatch(/^z9hG4bK[0-9a-f]{32}$/)
})

it('ignores a response that has more Vias than ours', () => {
  const { seen, transaction, flow } = client('OPTIONS')
  const response = responseTo(transaction.request, { status: 200 }, 'x')
  layer.receive({ ...response, vias: [...response.vias, ...response.vias] }, flow)
  expect(seen).toEqual([])
})

it('sends CANCEL with the branch and number of its INVITE', () => {
  const { flow, transaction, answer } = client('INVITE')
  answer(180)
  layer.cancel(transaction)
  const cancel = flow.sent[1]?.message as SipRequest
  expect([cancel.method, cancel.cseq]).toEqual(['CANCEL', { number: 7, method: 'CANCEL' }])
  expect(cancel.vias.map(formatVia)).toEqual(transaction.request.vias.map(formatVia))
})

it('server INVITE: says 100 after 200 ms when nobody else answered', () => {
  const { flow } = server('INVITE')
  clock.advance(199)
  expect(flow.lines).toEqual([])
  clock.advance(1)
  expect(flow.lines).toEqual(['100'])
})

it('server INVITE: repeats the last provisional response for a repeated request', () => {
  const { flow, receive, transaction } = server('INVITE')
  transaction.respond({ status: 180 })
  receive()
  clock.advance(1000)
  expect(flow.lines).toEqual(['180', '180'])
  expect(served).toHaveLength(1)
})

it('server INVITE: timer G repeats a failure up to every 4 s, H gives up, without ACK', () => {
  const { flow, transaction } = server('INVITE')
  let timedOut = 0
  transaction.handlers = { onTimeout: () => timedOut++ }
  transaction.respond({ status: 486 })
  clock.advance(40_000)
  expect(flow.times).toEqual([0, 500, 1500, 3500, 7500, 11_500, 15_500, 19_500, 23_500, 27_500, 31_500])
  expect([timedOut, layer.size]).toEqual([1, 0])
})

it('server INVITE: the ACK ends the repetition; I absorbs further ones', () => {
  const { flow, receive, transaction } = server('INVITE')
  transaction.respond({ status: 486 })
  receive('ACK')
  receive('ACK')
  receive()
  clock.advance(4999)
  expect(flow.lines).toEqual(['486'])
  expect([layer.size, strayAcks]).toEqual([1, 0])
  clock.advance(1)
  expect(layer.size).toBe(0)
})

it('server INVITE: absorbs repeated INVITEs after 2xx until L (RFC 6026), leaving repetition to the dialog', () => {
  const { flow, receive, transaction } = server('INVITE')
  transaction.respond({ status: 200 })
  receive()
  clock.advance(31_999)
  receive()
  expect(flow.lines).toEqual(['200'])
  transaction.repeatSuccess()
  expect(flow.lines).toEqual(['200', '200'])
  clock.advance(1)
  expect([layer.size, served.length]).toEqual([0, 1])
})

it('the ACK of a 2xx goes up, having a branch of its own', () => {
  const { receive, transaction } = server('INVITE')
  transaction.respond({ status: 200 })
  receive('ACK', 'z9hG4bKother')
  expect(strayAcks).toBe(1)
})

it('server non-INVITE: repeats its final response until J', () => {
  const { flow, receive, transaction } = server('OPTIONS')
  receive()
  expect(flow.lines).toEqual([])
  transaction.respond({ status: 200 })
  receive()
  expect(flow.lines).toEqual(['200', '200'])
  expect(transaction.respond({ status: 500 })).toBe(false)
  clock.advance(32_000)
  expect([layer.size, clock.timers]).toEqual([0, 0])
})

it('answers CANCEL itself and tells the INVITE, once', () => {
  const { flow, receive, transaction } = server('INVITE')
  let cancelled = 0
  transaction.handlers = { onCancel: () => cancelled++ }
  receive('CANCEL')
  receive('CANCEL')
  expect(flow.lines).toEqual(['200', '200'])
  expect([cancelled, transaction.cancelled]).toEqual([1, true])
})

it('answers a CANCEL for nothing with 481, and leaves an answered INVITE alone', () => {
  const { flow, receive, transaction } = server('INVITE')
  transaction.handlers = { onCancel: () => expect.unreachable() }
  transaction.respond({ status: 200 })
  receive('CANCEL')
  receive('CANCEL', 'z9hG4bKunknown')
  expect(flow.lines).toEqual(['200', '200', '481'])
})

it('answers the same request that came by a second way with 482', () => {
  const { flow, receive } = server('INVITE')
  receive('INVITE', 'z9hG4bKsecond')
  expect(flow.lines).toEqual(['482'])
})

it('keeps nothing of a request that is not admitted', () => {
  admission = 'ignore'
  expect(server('INVITE').flow.lines).toEqual([])
  admission = { answer: { status: 403 } }
  expect(server('INVITE').flow.lines).toEqual(['403'])
  expect([layer.size, clock.timers, served.length]).toEqual([0, 0, 0])
})

it('leaves no timer behind when closed', () => {
  client('INVITE')
  client('OPTIONS')
  server('INVITE')
  layer.close()
  expect([layer.size, clock.timers]).toEqual([0, 0])
})
