// Our gateway against sipp: who calls, who is called, who gives up, over UDP and TCP.

import { afterEach, describe, expect, it } from 'vitest'
import type { SignalingEvent } from './signaling-gateway.ts'
import { SipGateway } from './sip-gateway.ts'
import { freePort } from './test-support/free-port.ts'
import { HAS_SIPP, runSipp, WITHOUT_SIPP } from './test-support/sipp.ts'

const CALLS = 4
const sdp = (direction = 'sendrecv'): string =>
  `v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\nm=audio 40000 RTP/AVP 0\r\na=${direction}\r\n`

const closers: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const close of closers.splice(0)) await close()
})

const open = async (onEvent: (gateway: SipGateway, event: SignalingEvent) => void) => {
  const events: SignalingEvent[] = []
  const gateway = await SipGateway.open({
    transport: {
      listen: [
        { transport: 'udp', host: '127.0.0.1', port: 0 },
        { transport: 'tcp', host: '127.0.0.1', port: 0 },
      ],
      rateLimit: { messagesPerSecond: 1000, burst: 1000 },
    },
    admit: ({ user }) => (user === '4466' ? 'serve' : 'ignore'),
  })
  gateway.on((event) => {
    events.push(event)
    onEvent(gateway, event)
  })
  closers.push(() => gateway.close())
  const portOf = (transport: string): number => gateway.listening.find((entry) => entry.transport === transport)?.local.port ?? 0
  const ends = () => events.flatMap((event) => (event.type === 'ended' ? event.cause : []))
  return { gateway, events, portOf, ends }
}

const until = async (condition: () => boolean): Promise<void> => {
  while (!condition()) await new Promise((resolve) => setTimeout(resolve, 20))
}

describe.skipIf(!HAS_SIPP).each(['udp', 'tcp'] as const)('with sipp over %s', (transport) => {
  it('is called, is put on hold, is hung up on', { timeout: 30_000 }, async () => {
    const { events, portOf, ends } = await open((gateway, event) => {
      if (event.type === 'incoming') {
        gateway.ring(event.callId)
        setTimeout(() => gateway.answer(event.callId, sdp()), 30)
      }
      if (event.type === 'reoffer') gateway.answer(event.callId, sdp('recvonly'))
    })
    await runSipp({ scenario: 'uac', transport, remotePort: portOf(transport), localPort: await freePort(), calls: CALLS })
    expect(events.find((event) => event.type === 'incoming')).toMatchObject({
      accessCode: '4466',
      from: { user: 'sipp', displayName: 'sipp 王' },
    })
    expect(ends()).toEqual(Array.from({ length: CALLS }, () => ({ kind: 'hungUp', by: 'remote' })))
  })

  it('rings for callers who give up', { timeout: 30_000 }, async () => {
    const { portOf, ends } = await open((gateway, event) => {
      if (event.type === 'incoming') gateway.ring(event.callId)
    })
    await runSipp({ scenario: 'uac-cancel', transport, remotePort: portOf(transport), localPort: await freePort(), calls: CALLS })
    expect(ends()).toEqual(Array.from({ length: CALLS }, () => ({ kind: 'cancelled', by: 'remote' })))
  })

  it('rings reliably for a caller who wants it so, whose offer is one part of several', { timeout: 30_000 }, async () => {
    const { events, portOf, ends } = await open((gateway, event) => {
      if (event.type !== 'incoming') return
      gateway.ring(event.callId, sdp())
      gateway.answer(event.callId, sdp())
    })
    await runSipp({ scenario: 'uac-reliable', transport, remotePort: portOf(transport), localPort: await freePort(), calls: CALLS })
    expect(events.filter((event) => event.type === 'incoming').every(({ offerSdp }) => offerSdp?.includes('m=audio') === true)).toBe(true)
    expect(events.flatMap((event) => (event.type === 'digit' ? event.digit : []))).toEqual(Array.from({ length: CALLS }, () => '5'))
    expect(ends()).toEqual(Array.from({ length: CALLS }, () => ({ kind: 'hungUp', by: 'remote', isdnCause: 16 })))
  })

  it('acknowledges ringing that wants it, and takes the early description where the answer has none', { timeout: 30_000 }, async () => {
    const { gateway, events, ends } = await open((gateway, event) => {
      if (event.type === 'established') setTimeout(() => gateway.hangUp(event.callId), 30)
    })
    const localPort = await freePort()
    const peer = runSipp({ scenario: 'uas-reliable', transport, localPort, calls: CALLS })
    await new Promise((resolve) => setTimeout(resolve, 500))
    for (let i = 0; i < CALLS; i++) {
      const to = { uri: `sip:100@127.0.0.1:${localPort};transport=${transport}` }
      gateway.dial({ to, from: { user: '4466', host: '127.0.0.1', displayName: '' }, sdp: sdp() })
    }
    await peer
    await until(() => ends().length === CALLS)
    const answers = events.flatMap((event) => (event.type === 'answered' ? event.sdp : []))
    expect(answers.map((answer) => answer?.includes('m=audio'))).toEqual(Array.from({ length: CALLS }, () => true))
  })

  it('calls with a password, and hangs up', { timeout: 30_000 }, async () => {
    const { gateway, ends } = await open((gateway, event) => {
      if (event.type === 'established') setTimeout(() => gateway.hangUp(event.callId), 30)
    })
    const localPort = await freePort()
    const peer = runSipp({ scenario: 'uas', transport, localPort, calls: CALLS })
    await new Promise((resolve) => setTimeout(resolve, 500))
    for (let i = 0; i < CALLS; i++) {
      gateway.dial({
        to: { uri: `sip:100@127.0.0.1:${localPort};transport=${transport}` },
        from: { user: '4466', host: '127.0.0.1', displayName: '' },
        sdp: sdp(),
        credentials: { username: 'openseat', password: 'secret' },
      })
    }
    await peer
    await until(() => ends().length === CALLS)
    expect(ends()).toEqual(Array.from({ length: CALLS }, () => ({ kind: 'hungUp', by: 'local' })))
  })
})

if (!HAS_SIPP) it.skip(WITHOUT_SIPP)
