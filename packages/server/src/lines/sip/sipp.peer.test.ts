// sipp calls over a trunk: each call is answered when the desk has it, its key is heard, and it is hung up on.

import type { MediaEvent } from '@openseat/telephony'
import { RtpPhone } from '@openseat/telephony/engine/test-support/rtp-phone'
import { encodeG711 } from '@openseat/telephony/media/g711'
import { sineWave } from '@openseat/telephony/media/goertzel'
import type { RtpOut } from '@openseat/telephony/media/rtp-packet'
import { writeRtp } from '@openseat/telephony/rtp/wire/rtp-wire'
import { freePort } from '@openseat/telephony/sip/test-support/free-port'
import { rtpCapture } from '@openseat/telephony/sip/test-support/rtp-capture'
import { HAS_SIPP, runSipp, WITHOUT_SIPP } from '@openseat/telephony/sip/test-support/sipp'
import { expect, it } from 'vitest'
import { sipBench } from '../../test-support/sip-bench.ts'
import { until } from '../../test-support/sip-peer.ts'
import { useTestDatabase } from '../../test-support/test-database.ts'

/** sipp sends captures by raw sockets. */
const mayPlay = HAS_SIPP && process.getuid?.() === 0
const calls = 6
const db = useTestDatabase()

it.skipIf(!mayPlay).each(['udp', 'tcp'] as const)('hears the key of every caller over %s', { timeout: 40_000 }, async (transport) => {
  const bench = await sipBench(db().database)
  const { desk, exchange, engine } = bench
  const keys: string[] = []
  desk.onInput = (input) => {
    if (input.type !== 'callArrived') return
    const legs = [{ leg: `phone/${input.callId}` }]
    exchange.follow(desk, { roomId: input.callId, live: true, legs, cause: null })
  }
  engine.on((event) => {
    if (event.type !== 'digit') return
    keys.push(event.digit)
    exchange.follow(desk, { roomId: event.room, live: false, legs: [], cause: 'agentHangUp' })
  })
  try {
    await bench.trunk(`sipp ${transport}`, { addresses: '127.0.0.0/8', numberRanges: '44*' })
    const remotePort = bench.port(transport)
    await runSipp({ scenario: 'uac-digit', transport, remotePort, localPort: await freePort(), calls })
    expect(keys).toEqual(Array.from({ length: calls }, () => '5'))
    expect(desk.of('callArrived').map(({ dialled, callerNumber }) => `${callerNumber} ${dialled}`)).toEqual(
      Array.from({ length: calls }, () => 'sipp 4466'),
    )
    await until(() => exchange.figures().lines === 0)
  } finally {
    await bench.close()
  }
})

const toneHz = 1014
const spoken = sineWave(toneHz, 8000 * 14)
/** A tone of fourteen seconds, as `change` has them; undefined: not sent. */
const speech = (change: (packet: RtpOut) => RtpOut | undefined): Buffer => {
  let sequenceNumber = 65_500
  const packets = Array.from({ length: 700 }, (_, i) => {
    const payload = encodeG711('mulaw', spoken.subarray(i * 160, i * 160 + 160))
    const packet = change({ ssrc: 7, payloadType: 0, sequenceNumber: 0, timestamp: i * 160, marker: false, payload })
    if (packet === undefined) return []
    sequenceNumber = (sequenceNumber + 1) & 0xffff
    return [{ atMs: i * 20, bytes: writeRtp({ ...packet, sequenceNumber }) }]
  })
  return rtpCapture(packets.flat())
}
const isPause = ({ timestamp }: RtpOut): boolean => timestamp >= 16_000 && timestamp < 48_000

it.skipIf(!mayPlay).each([
  ['suppresses silence for four seconds', (packet: RtpOut) => (isPause(packet) ? undefined : packet)],
  [
    'sends comfort noise in its pause',
    (packet: RtpOut) => (isPause(packet) ? { ...packet, payloadType: 13, payload: Buffer.of(60) } : packet),
  ],
  [
    'begins with comfort noise and speaks only later',
    (packet: RtpOut) => (packet.timestamp < 40_000 ? { ...packet, payloadType: 13, payload: Buffer.of(60) } : packet),
  ],
  [
    'goes on as another source with another clock',
    (packet: RtpOut) => (packet.timestamp < 40_000 ? packet : { ...packet, ssrc: 9, timestamp: packet.timestamp + 1_000_000 }),
  ],
  ['sends what nobody asked for in between', (packet: RtpOut) => (isPause(packet) ? { ...packet, payloadType: 9 } : packet)],
] as const)('hears a caller that %s, without loss', { timeout: 40_000 }, async (name, change) => {
  const bench = await sipBench(db().database)
  const { desk, exchange, engine } = bench
  const events: MediaEvent[] = []
  engine.on((event) => events.push(event))
  const ear = await RtpPhone.open({ toneHz: 1510 })
  const follow = (room: string, live: boolean): void =>
    exchange.follow(desk, { roomId: room, live, legs: live ? [{ leg: `phone/${room}` }] : [], cause: live ? null : 'agentHangUp' })
  desk.onInput = (input) => input.type === 'callArrived' && follow(input.callId, true)
  try {
    await bench.trunk(name.slice(0, 32), { addresses: '127.0.0.0/8', numberRanges: '44*' })
    const run = runSipp({
      scenario: 'uac-speech',
      transport: 'udp',
      remotePort: bench.port(),
      localPort: await freePort(),
      calls: 1,
      speech: speech(change),
    })
    const room = (await desk.next('callArrived')).callId
    await until(() => events.some(({ type }) => type === 'legConnected'))
    await ear.call(engine, { room, leg: 'ear' })
    const stats = () => engine.stats({ room, leg: `phone/${room}` })
    await new Promise((resolve) => setTimeout(resolve, 6_500))
    ear.forget()
    await until(() => ear.levelDb(toneHz) > -16)
    expect(await stats()).toMatchObject({ connected: true, packetsLost: 0 })
    expect(events.filter(({ type }) => type === 'legQuiet' || type === 'mediaTimeout')).toEqual([])
    follow(room, false)
    await run
  } finally {
    ear.close()
    await bench.close()
  }
})

if (!mayPlay) it.skip(`${WITHOUT_SIPP}, or not root`)
