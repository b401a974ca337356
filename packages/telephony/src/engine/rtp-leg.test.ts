// Two plain RTP phones in one room of a real worker process, their SDP through offer and answer.

import { createSocket, type Socket } from 'node:dgram'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { encodeG711 } from '../media/g711.ts'
import { parseRtp, writeRtp } from '../rtp/wire/rtp-wire.ts'
import { parseAudio } from '../sdp/audio-description.ts'
import { AudioNegotiation } from '../sdp/audio-negotiation.ts'
import type { MediaEngine } from './media-engine.ts'
import type { MediaEvent } from './media-event.ts'
import { createMediaEngine } from './pooled-media-engine.ts'

let engine: MediaEngine
let events: MediaEvent[]
const closers: (() => void)[] = []

beforeEach(async () => {
  engine = createMediaEngine({ settings: { workers: 1, mediaTimeoutMs: 500, quietAfterMs: 1500 } })
  events = []
  engine.on((event) => events.push(event))
  await engine.openRoom('call')
})

afterEach(async () => {
  for (const close of closers.splice(0)) close()
  await engine.close()
})

const until = async (condition: () => boolean): Promise<void> => {
  while (!condition()) await new Promise((resolve) => setTimeout(resolve, 20))
}

/** A phone that speaks one level all the time and notes what it hears. */
const phone = async (sample: number) => {
  const socket: Socket = createSocket('udp4')
  await new Promise<void>((resolve) => socket.bind(0, '127.0.0.1', resolve))
  const heard = { packets: 0, last: Buffer.alloc(0) }
  socket.on('message', (bytes) => {
    heard.packets++
    heard.last = Buffer.from(parseRtp(bytes)?.payload ?? [])
  })
  const negotiation = new AudioNegotiation({ address: '127.0.0.1', port: socket.address().port })
  const payload = encodeG711('alaw', new Int16Array(160).fill(sample))
  let sequenceNumber = 0
  let target = 0
  const say = (): void => {
    sequenceNumber++
    const packet = { ssrc: sample, payloadType: 8, sequenceNumber, timestamp: sequenceNumber * 160, marker: false, payload }
    if (target > 0) socket.send(writeRtp(packet), target, '127.0.0.1')
  }
  const timer = setInterval(say, 20)
  const hush = (): void => clearInterval(timer)
  closers.push(hush, () => socket.close())
  const speakTo = (sdp: string): void => void (target = parseAudio(sdp)?.audio.port ?? 0)
  return { negotiation, heard, payload, speakTo, say, hush }
}

it(
  'joins a caller and a called party, whom their silence does not lose: it is told, and told again when they speak',
  { timeout: 20_000 },
  async () => {
    const [caller, called] = [await phone(4000), await phone(9000)]
    await engine.openRtpLeg({ room: 'call', leg: 'caller' })
    await engine.openRtpLeg({ room: 'call', leg: 'called' })
    const offerSdp = caller.negotiation.offer()
    const { answerSdp } = await engine.answerRtpLeg({ room: 'call', leg: 'caller', offerSdp, direction: 'sendrecv' })
    const ours = await engine.offerRtpLeg({ room: 'call', leg: 'called', direction: 'sendrecv' })
    const theirs = called.negotiation.answer(ours.offerSdp)
    await engine.acceptRtpLeg({ room: 'call', leg: 'called', answerSdp: theirs?.sdp ?? '' })
    caller.speakTo(answerSdp)
    called.speakTo(ours.offerSdp)
    await until(() => called.heard.last.equals(caller.payload) && caller.heard.last.equals(called.payload))
    expect(events.filter(({ type }) => type === 'legConnected')).toHaveLength(2)
    expect((await engine.stats({ room: 'call', leg: 'caller' })).packetsReceived).toBeGreaterThan(1)
    called.hush()
    await until(() => events.some(({ type }) => type === 'legQuiet'))
    const told = () => events.filter(({ type }) => type !== 'stats' && type !== 'legSilent')
    expect(told().slice(2)).toEqual([{ type: 'legQuiet', room: 'call', leg: 'called', quietSeconds: expect.any(Number) }])
    expect((await engine.stats({ room: 'call', leg: 'called' })).connected).toBe(true)
    called.say()
    await until(() => told().length > 3)
    expect(told().at(-1)).toEqual({ type: 'legHeard', room: 'call', leg: 'called' })
  },
)

it('answers hold by the mirror, and refuses what has no audio for us, by code', async () => {
  const peer = await phone(1)
  const leg = { room: 'call', leg: 'caller' }
  await engine.openRtpLeg(leg)
  const offerSdp = peer.negotiation.offer('sendonly')
  expect((await engine.answerRtpLeg({ ...leg, offerSdp, direction: 'sendrecv' })).direction).toBe('recvonly')
  await expect(engine.answerRtpLeg({ ...leg, offerSdp: 'hello', direction: 'sendrecv' })).rejects.toMatchObject({
    code: 'MEDIA_OFFER_REFUSED',
  })
  await expect(engine.acceptRtpLeg({ ...leg, answerSdp: 'hello' })).rejects.toMatchObject({ code: 'MEDIA_OFFER_REFUSED' })
  await expect(engine.reofferWebLeg({ ...leg, offerSdp })).rejects.toMatchObject({ code: 'MEDIA_LEG_UNKNOWN' })
})
