import { createSocket } from 'node:dgram'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { WeriftParty } from '../webrtc/werift-party.ts'
import { EventLog } from './event-log.ts'
import type { MediaEngine } from './media-engine.ts'
import { createMediaEngine } from './pooled-media-engine.ts'

const CUSTOMER_HZ = 1014
const AGENT_HZ = 1510
const SUPERVISOR_HZ = 2466
const BEEP = { kind: 'generated', sound: 'beep' } as const
const FIRST_PORT = 23_000
const LAST_PORT = 23_199

let engine: MediaEngine
let log: EventLog
let parties: WeriftParty[]
const onFault = vi.fn()

beforeEach(() => {
  parties = []
  engine = createMediaEngine({
    settings: {
      addresses: ['127.0.0.1'],
      udpPorts: [FIRST_PORT, LAST_PORT],
      roomsPerWorker: 3,
      statsIntervalMs: 200,
      mediaTimeoutMs: 1000,
      connectTimeoutMs: 5000,
    },
    onFault,
  })
  log = new EventLog(engine)
})

afterEach(async () => {
  await Promise.all(parties.map((party) => party.close()))
  await engine.close()
})

const partyOf = (parts: ConstructorParameters<typeof WeriftParty>[0]): WeriftParty => {
  const party = new WeriftParty(parts)
  parties.push(party)
  return party
}

const join = async (leg: string, toneHz: number, room = 'call'): Promise<WeriftParty> => {
  const party = partyOf({ toneHz, law: leg === 'agent' ? 'alaw' : 'mulaw' })
  const { answerSdp } = await engine.openWebLeg({ room, leg, offerSdp: await party.offer() })
  await party.accept(answerSdp)
  await log.until((event) => event.type === 'legConnected' && event.room === room && event.leg === leg)
  return party
}

const hearing = (listeners: WeriftParty[]) =>
  listeners.map((party) =>
    [CUSTOMER_HZ, AGENT_HZ, SUPERVISOR_HZ].map((hz) => (party.levelDb(hz) > -35 ? 'x' : party.levelDb(hz) < -50 ? '-' : '?')).join(''),
  )

const hearingBecomes = (listeners: WeriftParty[], expected: string[]) =>
  expect.poll(() => hearing(listeners), { timeout: 20_000, interval: 50 }).toEqual(expected)

const firstWorkerPid = async (): Promise<number> => (await engine.health()).workers[0]?.pid ?? 0

describe('the media engine over real worker processes', { timeout: 60_000 }, () => {
  it('mixes three peers by the matrix: talk, listen, whisper (unheard by the customer), barge', async () => {
    await engine.openRoom('call')
    const all = [await join('customer', CUSTOMER_HZ), await join('agent', AGENT_HZ), await join('supervisor', SUPERVISOR_HZ)]
    await hearingBecomes(all, ['-xx', 'x-x', 'xx-'])
    const rule = (listener: string, source: string) => ({ listener, source, gain: 1 })
    const listen = [rule('customer', 'agent'), rule('agent', 'customer'), rule('supervisor', 'customer'), rule('supervisor', 'agent')]
    await engine.setHearing('call', listen)
    await hearingBecomes(all, ['-x-', 'x--', 'xx-'])
    await engine.setHearing('call', [...listen, rule('agent', 'supervisor')])
    await hearingBecomes(all, ['-x-', 'x-x', 'xx-'])
    await engine.setHearing('call', 'everyone')
    await hearingBecomes(all, ['-xx', 'x-x', 'xx-'])
    await engine.closeLeg({ room: 'call', leg: 'agent' })
    await hearingBecomes(all.slice(0, 1), ['--x'])
  })

  it('sends digits, as tones to whom events are nothing, and refuses what is none', async () => {
    await engine.openRoom('call')
    const customer = await join('customer', CUSTOMER_HZ)
    await engine.sendDigits({ room: 'call', leg: 'customer', digits: '15#' })
    await expect.poll(() => customer.digits, { timeout: 10_000 }).toBe('15#')
    await expect(engine.sendDigits({ room: 'call', leg: 'customer', digits: 'x' })).rejects.toMatchObject({ code: 'MEDIA_DIGITS_REFUSED' })
    const deaf = partyOf({ toneHz: AGENT_HZ, events: false })
    const { answerSdp } = await engine.openWebLeg({ room: 'call', leg: 'deaf', offerSdp: await deaf.offer() })
    await deaf.accept(answerSdp)
    await log.until((event) => event.type === 'legConnected' && event.leg === 'deaf')
    await engine.sendDigits({ room: 'call', leg: 'deaf', digits: '1'.repeat(20) })
    await expect.poll(() => Math.min(deaf.levelDb(697), deaf.levelDb(1209)), { timeout: 10_000 }).toBeGreaterThan(-30)
  })

  it('tells when a play is over, and why', async () => {
    await engine.openRoom('call')
    await join('customer', CUSTOMER_HZ)
    const { playId } = await engine.play({ room: 'call', leg: 'customer', source: BEEP, loop: false })
    await log.until((event) => event.type === 'playEnded' && event.playId === playId)
    const looped = await engine.play({ room: 'call', source: BEEP, loop: true })
    await engine.stopPlay({ room: 'call', playId: looped.playId })
    await engine.stopPlay({ room: 'call', playId: looped.playId })
    const last = await log.until((event) => event.type === 'playEnded' && event.playId === looped.playId)
    expect(last).toEqual({ type: 'playEnded', room: 'call', playId: looped.playId, reason: 'stopped' })
  })

  it('reports figures while connected, and a peer that fell silent', async () => {
    await engine.openRoom('call')
    const customer = await join('customer', CUSTOMER_HZ)
    await log.until((event) => event.type === 'stats' && event.stats.packetsReceived > 50 && event.stats.roundTripMs !== null)
    await customer.close()
    expect(await log.until((event) => event.type === 'mediaTimeout')).toMatchObject({
      room: 'call',
      leg: 'customer',
      silentSeconds: expect.any(Number),
    })
  })

  it('rejects commands on what it does not know, by code', async () => {
    const source = BEEP
    await expect(engine.closeRoom('none')).rejects.toMatchObject({ code: 'MEDIA_ROOM_UNKNOWN' })
    await expect(engine.play({ room: 'none', source, loop: false })).rejects.toMatchObject({ code: 'MEDIA_ROOM_UNKNOWN' })
    await engine.openRoom('call')
    const address = { room: 'call', leg: 'none' }
    const refusals = [
      engine.closeLeg(address),
      engine.setMuted({ ...address, muted: true }),
      engine.play({ ...address, source, loop: false }),
      engine.sendDigits({ ...address, digits: '1' }),
      engine.stats(address),
      engine.reofferWebLeg({ ...address, offerSdp: '' }),
    ]
    for (const refusal of refusals) await expect(refusal).rejects.toMatchObject({ code: 'MEDIA_LEG_UNKNOWN' })
    await expect(engine.openRoom('call')).rejects.toMatchObject({ code: 'MEDIA_ROOM_EXISTS' })
    await expect(engine.setHearing('call', [{ listener: 'a', source: 'b', gain: 9 }])).rejects.toMatchObject({
      code: 'MEDIA_RULES_REFUSED',
    })
  })

  it.each([
    ['nothing', ''],
    ['no SDP', 'hello'],
    ['Opus only', 'v=0\r\nm=audio 9 UDP/TLS/RTP/SAVPF 111\r\na=rtpmap:111 opus/48000/2\r\n'],
    ['no transport', 'v=0\r\no=- 1 1 IN IP4 0.0.0.0\r\ns=-\r\nt=0 0\r\nm=audio 9 UDP/TLS/RTP/SAVPF 0\r\n'],
  ])('refuses an offer of %s, and keeps the leg that has the name', async (_, offerSdp) => {
    await engine.openRoom('call')
    const customer = await join('customer', CUSTOMER_HZ)
    const agent = await join('agent', AGENT_HZ)
    await expect(engine.openWebLeg({ room: 'call', leg: 'customer', offerSdp })).rejects.toMatchObject({ code: 'MEDIA_OFFER_REFUSED' })
    await expect(engine.reofferWebLeg({ room: 'call', leg: 'customer', offerSdp })).rejects.toMatchObject({ code: 'MEDIA_OFFER_REFUSED' })
    const again = { room: 'call', leg: 'customer', offerSdp: await customer.offer() }
    await customer.acceptAgain((await engine.reofferWebLeg(again)).answerSdp)
    await hearingBecomes([customer, agent], ['-x-', 'x--'])
  })

  it('gives up a connection that does not come about in time', async () => {
    await engine.openRoom('call')
    const absent = partyOf({ toneHz: CUSTOMER_HZ })
    await engine.openWebLeg({ room: 'call', leg: 'absent', offerSdp: await absent.offer() })
    expect(await log.until((event) => event.type === 'legFailed')).toMatchObject({ leg: 'absent', reason: 'timeout' })
    await engine.closeLeg({ room: 'call', leg: 'absent' })
  })

  it('offers only the given address, in its own share of the port range, and shrugs at garbage sent there', async () => {
    await engine.openRoom('call')
    const customer = partyOf({ toneHz: CUSTOMER_HZ })
    const { answerSdp } = await engine.openWebLeg({ room: 'call', leg: 'customer', offerSdp: await customer.offer() })
    const candidates = [...answerSdp.matchAll(/^a=candidate:\S+ 1 udp \d+ (\S+) (\d+)/gm)].map(([, host, port]) => ({
      host,
      port: Number(port),
    }))
    expect(candidates.map(({ host }) => host)).toEqual(['127.0.0.1'])
    const port = candidates[0]?.port ?? 0
    expect(port).toBeGreaterThanOrEqual(FIRST_PORT)
    expect(port).toBeLessThanOrEqual(FIRST_PORT + 99)
    await customer.accept(answerSdp)
    await log.until((event) => event.type === 'legConnected')
    const pid = await firstWorkerPid()
    const attacker = createSocket('udp4')
    for (let size = 0; size < 300; size++) attacker.send(Buffer.alloc(size, size), port, '127.0.0.1')
    for (let first = 0; first < 256; first++) attacker.send(Buffer.from([first, first ^ 0x80, 0, 1, 2, 3]), port, '127.0.0.1')
    const agent = await join('agent', AGENT_HZ)
    attacker.close()
    await hearingBecomes([customer, agent], ['-x-', 'x--'])
    expect(await firstWorkerPid()).toBe(pid)
    expect(onFault).not.toHaveBeenCalled()
  })

  it('obeys the commands of a room in their order, without waiting for answers', async () => {
    const party = partyOf({ toneHz: CUSTOMER_HZ })
    const offerSdp = await party.offer()
    const done = [
      engine.openRoom('call'),
      engine.openWebLeg({ room: 'call', leg: 'customer', offerSdp }),
      engine.play({ room: 'call', leg: 'customer', source: BEEP, loop: true }),
      engine.setMuted({ room: 'call', leg: 'customer', muted: true }),
      engine.closeLeg({ room: 'call', leg: 'customer' }),
      engine.closeRoom('call'),
      engine.openRoom('call'),
    ]
    await Promise.all(done)
    expect(log.events).toMatchObject([{ type: 'playEnded', reason: 'legClosed' }])
  })

  it('fills one worker before it starts the next, and refuses beyond the last', async () => {
    for (const room of ['1', '2', '3']) await engine.openRoom(room)
    expect((await engine.health()).workers.map(({ rooms }) => rooms)).toEqual([3])
    for (const room of ['4', '5', '6']) await engine.openRoom(room)
    expect((await engine.health()).workers.map(({ rooms }) => rooms)).toEqual([3, 3])
    await expect(engine.openRoom('7')).rejects.toMatchObject({ code: 'MEDIA_NO_CAPACITY' })
    await engine.closeRoom('2')
    await engine.openRoom('7')
  })

  it('tells how late its ticks are', async () => {
    await expect
      .poll(async () => (await engine.health()).workers, { timeout: 10_000 })
      .toMatchObject([{ ticks: expect.toSatisfy((ticks: number) => ticks > 10), tickLatenessP99Ms: expect.any(Number) }])
  })

  it('ends its workers when closed, and answers nothing more', async () => {
    const pid = await firstWorkerPid()
    await engine.close()
    expect(() => process.kill(pid, 0)).toThrow('ESRCH')
    await expect(engine.openRoom('call')).rejects.toMatchObject({ code: 'MEDIA_ENGINE_CLOSED' })
  })
})
