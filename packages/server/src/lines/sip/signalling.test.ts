// What far sides answer and say in calls, over real sockets: redirections, early media, answers without media, keys in INFO,
// fresh offers; and what the log says of it.

import { randomUUID } from 'node:crypto'
import { createSocket } from 'node:dgram'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { ResponseContent } from '@openseat/telephony/sip/message/build'
import type { SipRequest } from '@openseat/telephony/sip/message/sip-message'
import { ScriptedTrunk } from '../../test-support/scripted-trunk.ts'
import { sipBench, type SipBench } from '../../test-support/sip-bench.ts'
import { SipPeer, until } from '../../test-support/sip-peer.ts'
import { useTestDatabase } from '../../test-support/test-database.ts'

const db = useTestDatabase()
const log: Record<string, unknown>[] = []
let bench: SipBench
let trunk: ScriptedTrunk
let second: SipPeer
let calls = 0

beforeAll(async () => {
  bench = await sipBench(db().database, {}, { write: (line) => void log.push(JSON.parse(line) as Record<string, unknown>) })
  trunk = await ScriptedTrunk.open()
  second = await SipPeer.open()
  const firstId = await bench.trunk('first', { port: trunk.port, addresses: '127.0.0.1', numberRanges: '44*' })
  const secondId = await bench.trunk('second', { port: second.port() })
  await bench.route({ prefix: '1', trunkIds: [firstId] })
  await bench.route({ prefix: '2', trunkIds: [firstId, secondId] })
})
afterAll(async () => {
  await bench.close()
  trunk.close()
  await second.close()
})
beforeEach(() => {
  bench.desk.inputs.length =
    bench.pressed.length =
    trunk.requests.length =
    trunk.acks.length =
    trunk.responses.length =
    log.length =
    second.events.length =
      0
})
afterEach(async () => {
  trunk.onRequest = () => [{ status: 200 }]
  for (let call = 1; call <= calls; call++) bench.exchange.follow(bench.desk, { roomId: `s${call}`, live: false, legs: [], cause: null })
  await until(() => bench.exchange.figures().lines === 0)
})

const dial = (number: string) => {
  const room = `s${++calls}`
  const at = { room, leg: `phone/${room}` }
  bench.exchange.dial(bench.desk, {
    ...at,
    callId: room,
    target: { kind: 'number', number, e164: null },
    callerNumber: '4466',
    callerName: '',
  })
  return at
}

const sdp = (port: number): Pick<ResponseContent, 'headers' | 'body'> => ({
  headers: [{ name: 'content-type', value: 'application/sdp' }],
  body: Buffer.from(`v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\nm=audio ${port} RTP/AVP 8\r\n`),
})
const answered = { status: 200, ...sdp(4000) }
const moved = (...contacts: string[]): ResponseContent => ({ status: 302, headers: contacts.map((value) => ({ name: 'contact', value })) })

/** What each INVITE gets, by its number; the last one for all further ones. */
const script = (...answers: (readonly ResponseContent[])[]): void => {
  let invites = 0
  trunk.onRequest = ({ method }) => (method === 'INVITE' ? (answers[invites++] ?? answers.at(-1) ?? []) : [{ status: 200 }])
}
const users = (): (string | undefined)[] => trunk.of('INVITE').map(({ uri }) => uri.user)
const contact = (user: string, more = ''): string => `<sip:${user}@127.0.0.1:${trunk.port}>${more}`

describe('a redirection', () => {
  it('is followed within the trunk, the most wanted contact first, one after the other', async () => {
    script([moved(contact('a', ';q=0.1'), contact('b;rn=7', ';q=0.9'))], [{ status: 503 }], [answered])
    dial('139')
    await bench.desk.next('lineAnswered')
    expect(users()).toEqual(['139', 'b;rn=7', 'a'])
  })

  it('is followed again, but not in a circle', async () => {
    script([moved(contact('a'))], [moved(contact('b'), contact('139'))], [moved(contact('a'))])
    const at = dial('139')
    expect(await bench.desk.next('lineFailed')).toEqual({ type: 'lineFailed', ...at, cause: 'calleeMoved' })
    expect(users()).toEqual(['139', 'a', 'b'])
  })

  it('ends after ten addresses', async () => {
    trunk.onRequest = ({ method, uri }) => (method === 'INVITE' ? [moved(contact(`${uri.user ?? ''}1`))] : [])
    dial('139')
    await bench.desk.next('lineFailed')
    expect(users()).toHaveLength(10)
  })

  it('out of the trunk is not followed; another trunk of the route is tried, or the agent hears that the callee moved', async () => {
    script([moved('<sip:139@127.0.0.77>', '<sip:139@evil.example>', '<tel:139>')])
    const at = dial('139')
    expect(await bench.desk.next('lineFailed')).toEqual({ type: 'lineFailed', ...at, cause: 'calleeMoved' })
    expect(log).toMatchObject([
      { call: at.room, peer: 'first', status: 302, movedTo: ['127.0.0.77', 'evil.example'], msg: 'a call out did not come about' },
    ])
    expect(JSON.stringify(log)).not.toContain('139')
    dial('239')
    expect(await second.next('incoming')).toMatchObject({ accessCode: '239' })
  })

  it('by a word for all of them ends the search', async () => {
    script([moved(contact('a'), contact('b'))], [{ status: 603 }])
    dial('239')
    expect(await bench.desk.next('lineFailed')).toMatchObject({ cause: 'rejected' })
    expect(users()).toEqual(['239', 'a'])
    expect(second.events).toEqual([])
  })
})

describe('an answer', () => {
  it('decides, whatever the early media were', async () => {
    script([{ status: 183, ...sdp(0) }, { status: 183, headers: sdp(1).headers ?? [], body: Buffer.from('no sdp') }, answered])
    dial('139')
    await bench.desk.next('lineAnswered')
    expect(log).toMatchObject([{ msg: 'early media of no use' }, { msg: 'early media of no use' }])
  })

  it('without description counts with that of its early media, and without any the call ends and says why', async () => {
    script([{ status: 183, ...sdp(4000) }, { status: 200 }])
    dial('139')
    await bench.desk.next('lineAnswered')
    bench.desk.inputs.length = 0
    script([{ status: 180 }, { status: 200 }])
    const at = dial('139')
    await bench.desk.next('lineFailed')
    await until(() => trunk.of('BYE').length > 0)
    expect(log).toMatchObject([{ call: at.room, peer: 'first', msg: 'the audio of a call is of no use' }])
  })

  it('that a gateway gives for the ISDN behind it says what happened there', async () => {
    script([{ status: 503, headers: [{ name: 'reason', value: 'Q.850;cause=17;text="User busy"' }] }])
    dial('239')
    expect(await bench.desk.next('lineFailed')).toMatchObject({ cause: 'calleeBusy' })
    expect(second.events).toEqual([])
  })
})

describe('in a call', () => {
  const talking = async (): Promise<SipRequest> => {
    script([answered])
    dial('139')
    await bench.desk.next('lineAnswered')
    const [invite] = trunk.of('INVITE')
    return invite ?? expect.fail('no call')
  }

  it.each([
    ['Q.850;cause=16', 'lineHungUp'],
    ['SIP;cause=200, Q.850;cause=38;text="Network out of order"', 'lineLost'],
  ] as const)('a BYE for the reason %s is told as %s', async (reason, told) => {
    const invite = await talking()
    trunk.ask(invite, 'BYE', { headers: [{ name: 'reason', value: reason }] })
    await bench.desk.next(told)
    expect(log.map(({ msg }) => msg)).toEqual(told === 'lineLost' ? ['a call was lost'] : [])
  })

  it('a key in INFO is a key that was pressed', async () => {
    const invite = await talking()
    trunk.ask(invite, 'INFO', {
      headers: [{ name: 'content-type', value: 'application/dtmf-relay' }],
      body: Buffer.from('Signal= 5\r\nDuration=160\r\n'),
    })
    await until(() => bench.pressed.length > 0)
    expect(bench.pressed).toEqual([{ room: `s${calls}`, leg: `phone/s${calls}`, digit: '5' }])
  })
})

describe('a call to us without offer, and a fresh offer in a call', () => {
  /** The call of the trunk, which `ack` acknowledges. */
  const lateOffer = async (ack: Pick<ResponseContent, 'headers' | 'body'>): Promise<SipRequest> => {
    bench.desk.onInput = (input) => {
      if (input.type !== 'callArrived') return
      const legs = [{ leg: `phone/${input.callId}` }]
      bench.exchange.follow(bench.desk, { roomId: input.callId, live: true, legs, cause: null })
    }
    const invite = trunk.call(bench.port(), '4466')
    await until(() => trunk.responses.length > 0)
    expect(trunk.responses[0]?.body.toString()).toMatch(/m=audio \d+ RTP\/AVP (?:\d+ )*8 (?:\d+ )*0 /)
    trunk.ask(invite, 'ACK', ack)
    return invite
  }

  it('takes the answer in ACK', async () => {
    const invite = await lateOffer(sdp(4000))
    trunk.ask(invite, 'BYE', {})
    expect(await bench.desk.next('lineHungUp')).toMatchObject({ type: 'lineHungUp' })
    expect(log).toEqual([])
  })

  it.each([
    ['without any description', {}],
    ['with one that is of no use', sdp(0)],
  ])('hangs up on an ACK %s, with a line in the log', async (_, ack) => {
    await lateOffer(ack)
    await bench.desk.next('lineHungUp')
    await until(() => trunk.of('BYE').length > 0)
    expect(log).toMatchObject([{ peer: 'first', msg: 'the audio of a call is of no use' }])
  })

  it('is the whole offer again, whatever was agreed before', async () => {
    script([answered])
    dial('139')
    await bench.desk.next('lineAnswered')
    const [invite] = trunk.of('INVITE')
    if (invite === undefined) return expect.fail('no call')
    trunk.ask(invite, 'INVITE', {})
    await until(() => trunk.responses.length > 0)
    const offer = trunk.responses[0]?.body.toString() ?? ''
    expect(offer).toMatch(/m=audio \d+ RTP\/AVP (?:\d+ )*8 (?:\d+ )*0 /)
    expect(offer).toContain('a=sendrecv')
    trunk.ask(invite, 'ACK', sdp(4010))
    trunk.ask(invite, 'INFO', {})
    await until(() => trunk.responses.some(({ cseq }) => cseq.method === 'INFO'))
    expect(bench.desk.of('lineHungUp')).toEqual([])
  })
})

describe('an agent’s telephone', () => {
  it('that diverts its calls by itself is not followed, and the desk is told', async () => {
    script([moved(contact('elsewhere'))])
    const room = `s${++calls}`
    const target = { kind: 'agentPhone', agentNumber: '101', phone: `sip:101@127.0.0.1:${trunk.port}`, number: null, e164: null } as const
    bench.exchange.dial(bench.desk, { room, leg: 'agent/101', callId: room, target, callerNumber: '139', callerName: '' })
    expect(await bench.desk.next('lineFailed')).toEqual({ type: 'lineFailed', room, leg: 'agent/101', cause: 'calleeMoved' })
    expect(users()).toEqual(['101'])
  })
})

describe('a call to us that is refused', () => {
  it('is in the log, with its far side and the reason', async () => {
    const caller = await SipPeer.open()
    const dialled = caller.gateway.dial({
      to: { uri: `sip:4499@127.0.0.1:${bench.port()}` },
      from: { user: '139', host: '127.0.0.1', displayName: '' },
      sdp: 'v=0',
    })
    await until(() => caller.of('ended').length > 0)
    expect(caller.of('ended')[0]).toMatchObject({ callId: dialled, cause: { status: 404 } })
    expect(log).toMatchObject([{ peer: 'first', host: '127.0.0.1', dialled: '4499', status: 404, msg: 'a call to us was refused' }])
    expect(JSON.stringify(log)).not.toContain('139')
    await caller.close()
  })

  it('is in the log when its number is outside the ranges of its trunk, or when it cannot be read', async () => {
    log.length = 0
    const socket = createSocket('udp4')
    const head = (uri: string, from: string) =>
      `INVITE ${uri} SIP/2.0\r\nVia: SIP/2.0/UDP 127.0.0.1;rport;branch=z9hG4bK${randomUUID()}\r\nFrom: ${from};tag=1\r\nTo: <${uri}>\r\nCall-ID: ${randomUUID()}\r\nCSeq: 1 INVITE\r\nMax-Forwards: 70\r\nContent-Length: 0\r\n\r\n`
    socket.send(head('sip:9999@127.0.0.1', '<sip:139@c>'), bench.port(), '127.0.0.1')
    socket.send(head('sip:4466@127.0.0.1', '<sip:139@'), bench.port(), '127.0.0.1')
    await until(() => log.length > 1)
    socket.close()
    expect(log).toMatchObject([
      { peer: 'first', dialled: '9999', msg: expect.stringContaining('outside the trunk’s ranges') },
      { peer: 'first', host: '127.0.0.1', status: 400, reason: 'Malformed From', msg: 'a malformed message of a trunk was refused' },
    ])
    expect(JSON.stringify(log)).not.toContain('139')
  })
})
