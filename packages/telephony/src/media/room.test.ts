import { beforeEach, describe, expect, it } from 'vitest'
import { FRAME_SAMPLES } from './frame.ts'
import { decodeG711, encodeG711, lawOfPayloadType, payloadTypeOfLaw, type Law } from './g711.ts'
import { generatedSound } from './generated-sounds.ts'
import { sineWave, toneLevelDb } from './goertzel.ts'
import { Leg } from './leg.ts'
import { HOLD_MUSIC_HZ, QUEUE_MUSIC_HZ } from './music.ts'
import { SampleSource } from './audio-source.ts'
import { Room, type PlayEnd } from './room.ts'
import type { RtpOut } from './rtp-packet.ts'

const HEARD_DB = -40
const NOT_HEARD_DB = -60
const EVENT_PAYLOAD_TYPE = 126

/** A peer that says one tone for ever, and keeps what it is sent. */
class Party {
  readonly leg: Leg
  readonly sent: RtpOut[] = []
  readonly digits: string[] = []
  readonly #law: Law
  readonly #toneHz: number
  readonly #ssrc = Math.floor(Math.random() * 2 ** 32)
  #spoken = 0
  #listeningFrom = 0

  constructor(toneHz: number, law: Law = 'mulaw') {
    this.#toneHz = toneHz
    this.#law = law
    this.leg = new Leg({
      format: { law, eventPayloadType: EVENT_PAYLOAD_TYPE },
      send: (packet) => this.sent.push(packet),
      onDigit: (digit) => this.digits.push(digit),
    })
  }

  speak(): void {
    const at = this.#spoken++ * FRAME_SAMPLES
    const tone = sineWave(this.#toneHz, at + FRAME_SAMPLES).subarray(at)
    this.receive(payloadTypeOfLaw(this.#law), encodeG711(this.#law, tone), at)
  }

  receive(payloadType: number, payload: Uint8Array, timestamp = this.#spoken * FRAME_SAMPLES): void {
    this.leg.receive({ ssrc: this.#ssrc, payloadType, sequenceNumber: this.#spoken & 0xffff, timestamp, payload }, 0)
  }

  /** What is sent from now on is measured, but for what the queue held. */
  listen(): void {
    this.#listeningFrom = this.sent.length + 3
  }

  get heard(): Int16Array {
    const audio = this.sent.slice(this.#listeningFrom).filter(({ payloadType }) => payloadType !== EVENT_PAYLOAD_TYPE)
    return Int16Array.from(audio.flatMap(({ payloadType, payload }) => [...decodeG711(lawOfPayloadType(payloadType) ?? 'mulaw', payload)]))
  }

  hears(frequencyHz: number): boolean {
    const level = toneLevelDb(this.heard, frequencyHz)
    expect(level > HEARD_DB || level < NOT_HEARD_DB, `${frequencyHz} Hz at ${level} dB is neither`).toBe(true)
    return level > HEARD_DB
  }
}

const CUSTOMER_HZ = 1014
const AGENT_HZ = 1510
const SUPERVISOR_HZ = 2466

describe('the mixer', () => {
  let room: Room
  let ends: PlayEnd[]
  let customer: Party
  let agent: Party
  let supervisor: Party

  beforeEach(() => {
    ends = []
    room = new Room((end) => ends.push(end))
    customer = new Party(CUSTOMER_HZ)
    agent = new Party(AGENT_HZ, 'alaw')
    supervisor = new Party(SUPERVISOR_HZ)
    room.setLeg('customer', customer.leg)
    room.setLeg('agent', agent.leg)
    room.setLeg('supervisor', supervisor.leg)
  })

  const talk = (ticks = 30, parties = [customer, agent, supervisor]) => {
    for (const party of parties) party.listen()
    for (let i = 0; i < ticks; i++) {
      for (const party of parties) party.speak()
      room.tick()
    }
  }

  const hearing = () => [customer, agent, supervisor].map((party) => [CUSTOMER_HZ, AGENT_HZ, SUPERVISOR_HZ].map((hz) => party.hears(hz)))

  const rule = (listener: string, source: string, gain = 1) => ({ listener, source, gain })
  const TALK = [rule('customer', 'agent'), rule('agent', 'customer')]
  const LISTEN = [...TALK, rule('supervisor', 'customer'), rule('supervisor', 'agent')]

  it('gives everyone the others, across both laws, and nobody himself', () => {
    talk()
    expect(hearing()).toEqual([
      [false, true, true],
      [true, false, true],
      [true, true, false],
    ])
  })

  it('lets a supervisor listen unheard', () => {
    room.setHearing(LISTEN)
    talk()
    expect(hearing()).toEqual([
      [false, true, false],
      [true, false, false],
      [true, true, false],
    ])
  })

  it('lets a supervisor whisper to the agent; the customer must not hear it', () => {
    room.setHearing([...LISTEN, rule('agent', 'supervisor')])
    talk()
    expect(hearing()).toEqual([
      [false, true, false],
      [true, false, true],
      [true, true, false],
    ])
  })

  it('applies the gain per listener', () => {
    room.setHearing([rule('agent', 'customer', 0.5), rule('supervisor', 'customer', 1)])
    talk()
    const difference = toneLevelDb(supervisor.heard, CUSTOMER_HZ) - toneLevelDb(agent.heard, CUSTOMER_HZ)
    expect(difference).toBeCloseTo(6, 0)
  })

  it('mutes a leg for everyone, and still takes its digits', () => {
    room.setMuted('customer', true)
    talk()
    customer.receive(EVENT_PAYLOAD_TYPE, Buffer.from('050a00a0', 'hex'))
    expect(agent.hears(CUSTOMER_HZ)).toBe(false)
    expect(customer.digits).toEqual(['5'])
    room.setMuted('customer', false)
    talk()
    expect(agent.hears(CUSTOMER_HZ)).toBe(true)
  })

  it('plays to one leg only, or to the whole room', () => {
    room.setHearing([])
    room.play({ playId: 'hold', leg: 'customer', source: generatedSound('hold-music'), loop: true })
    talk(120)
    expect([customer, agent].map((party) => party.hears(HOLD_MUSIC_HZ))).toEqual([true, false])
    room.stopPlay('hold')
    room.play({ playId: 'queue', source: generatedSound('queue-music'), loop: true })
    talk(120)
    expect([customer, agent].map((party) => party.hears(QUEUE_MUSIC_HZ))).toEqual([true, true])
    expect(customer.hears(HOLD_MUSIC_HZ)).toBe(false)
    expect(ends).toEqual([{ playId: 'hold', leg: 'customer', reason: 'stopped' }])
  })

  it('tells when a play is over, and loops another for ever', () => {
    room.play({ playId: 'once', leg: 'agent', source: generatedSound('beep'), loop: false })
    room.play({ playId: 'loop', source: new SampleSource(sineWave(700, 250)), loop: true })
    talk(40)
    expect(ends).toEqual([{ playId: 'once', leg: 'agent', reason: 'finished' }])
    expect(customer.hears(700)).toBe(true)
  })

  it('ends the plays of a removed leg, and knows nothing of stopping twice', () => {
    room.play({ playId: 'a', leg: 'agent', source: generatedSound('queue-music'), loop: true })
    room.removeLeg('agent')
    room.stopPlay('a')
    expect(ends).toEqual([{ playId: 'a', leg: 'agent', reason: 'legClosed' }])
  })

  it('sends without a break when nobody talks', () => {
    for (let i = 0; i < 10; i++) room.tick()
    expect(customer.sent).toHaveLength(10)
    expect(customer.heard.every((sample) => Math.abs(sample) <= 8)).toBe(true)
  })

  it('never takes comfort noise or an unknown payload type for audio', () => {
    for (let i = 0; i < 20; i++) {
      customer.receive(13, Buffer.from('40', 'hex'), i * 160)
      customer.receive(97, Buffer.alloc(160, 0x23), i * 160)
      room.tick()
    }
    expect(agent.heard.every((sample) => Math.abs(sample) <= 8)).toBe(true)
    expect(customer.digits).toEqual([])
  })

  it('keeps SSRC, sequence and timestamp of a leg through every re-bridge and digit', () => {
    talk(5)
    room.setHearing(TALK)
    agent.leg.sendDigits('7')
    talk(10)
    room.play({ playId: 'p', leg: 'agent', source: generatedSound('busy'), loop: false })
    room.removeLeg('customer')
    talk(5, [agent])
    expect(new Set(agent.sent.map(({ ssrc }) => ssrc)).size).toBe(1)
    const first = agent.sent[0] ?? { sequenceNumber: 0, timestamp: 0 }
    expect(agent.sent.map(({ sequenceNumber }) => sequenceNumber - first.sequenceNumber)).toEqual(agent.sent.map((_, i) => i))
    expect((agent.sent.at(-1)?.timestamp ?? 0) - first.timestamp).toBe(19 * 160)
  })

  it('replaces a connection under its name with its rules, mute and plays', () => {
    room.setHearing(TALK)
    room.setMuted('agent', true)
    room.play({ playId: 'p', leg: 'agent', source: generatedSound('hold-music'), loop: true })
    const reloaded = new Party(AGENT_HZ)
    room.setLeg('agent', reloaded.leg)
    talk(120, [customer, reloaded, supervisor])
    expect([CUSTOMER_HZ, SUPERVISOR_HZ, HOLD_MUSIC_HZ].map((hz) => reloaded.hears(hz))).toEqual([true, false, true])
    expect(customer.hears(AGENT_HZ)).toBe(false)
  })

  it('saturates when many shout instead of wrapping around', () => {
    for (let i = 0; i < 12; i++) room.play({ playId: `${i}`, source: new SampleSource(sineWave(700, 8000, 30_000)), loop: true })
    talk(30, [])
    expect(toneLevelDb(customer.heard, 700)).toBeGreaterThan(-2)
  })

  it('lets media time go on through ticks that were given up', () => {
    room.tick()
    room.skip(10)
    room.tick()
    const [first, second] = customer.sent
    expect((second?.timestamp ?? 0) - (first?.timestamp ?? 0)).toBe(11 * 160)
    expect((second?.sequenceNumber ?? 0) - (first?.sequenceNumber ?? 0)).toBe(1)
  })

  it('measures what a leg says and what it is sent', () => {
    room.setHearing(TALK)
    talk(60)
    expect(customer.leg.levelIn.levelDb).toBeCloseTo(-15, 0)
    expect(supervisor.leg.levelOut.levelDb).toBe(-96)
  })
})
