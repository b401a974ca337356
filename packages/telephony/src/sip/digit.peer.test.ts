// sipp calls, presses 5, and is hung up on when the mixer heard it: signalling, offer and answer, RTP, telephone-event.

import { expect, it } from 'vitest'
import { createMediaEngine } from '../engine/pooled-media-engine.ts'
import { SipGateway } from './sip-gateway.ts'
import type { IncomingCallEvent } from './signaling-gateway.ts'
import { freePort } from './test-support/free-port.ts'
import { HAS_SIPP, runSipp, WITHOUT_SIPP } from './test-support/sipp.ts'

/** sipp sends captures by raw sockets. */
const MAY_PLAY = HAS_SIPP && process.getuid?.() === 0

it.skipIf(!MAY_PLAY)('hears the key that a caller presses', { timeout: 30_000 }, async () => {
  const engine = createMediaEngine({ settings: { workers: 1 } })
  const gateway = await SipGateway.open({
    transport: { listen: [{ transport: 'udp', host: '127.0.0.1', port: 0 }], rateLimit: { messagesPerSecond: 100, burst: 100 } },
    admit: () => 'serve',
  })
  const answer = async ({ callId, offerSdp = '', source }: IncomingCallEvent): Promise<void> => {
    const leg = { room: callId, leg: 'caller' }
    await engine.openRoom(callId)
    await engine.openRtpLeg(leg)
    const { answerSdp } = await engine.answerRtpLeg({ ...leg, offerSdp, direction: 'sendrecv', signallingHost: source.host })
    gateway.answer(callId, answerSdp)
  }
  const digits: string[] = []
  gateway.on((event) => {
    if (event.type === 'incoming') void answer(event)
  })
  engine.on((event) => {
    if (event.type !== 'digit') return
    digits.push(event.digit)
    gateway.hangUp(event.room)
  })
  try {
    const remotePort = gateway.listening[0]?.local.port ?? 0
    await runSipp({ scenario: 'uac-digit', transport: 'udp', remotePort, localPort: await freePort(), calls: 2 })
    expect(digits).toEqual(['5', '5'])
  } finally {
    await gateway.close()
    await engine.close()
  }
})

if (!MAY_PLAY) it.skip(`${WITHOUT_SIPP}, or not root`)
