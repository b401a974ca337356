import { execFileSync } from 'node:child_process'
import { describe, expect, it } from 'vitest'
import { readWave } from '../wave/read-wave.ts'
import { Resampler } from '../wave/resampler.ts'
import { DTMF_DIGITS } from './dtmf-receive.ts'
import { DtmfDetector } from './dtmf-detect.ts'
import { DtmfTones, frequenciesOf } from './dtmf-tones.ts'
import { clampSample, FRAME_SAMPLES, SAMPLE_RATE } from './frame.ts'
import { decodeG711, encodeG711 } from './g711.ts'
import { HeardKeys } from './heard-keys.ts'
import { holdMusic, queueMusic } from './music.ts'
import { busyTone, ringBackTone } from './tones.ts'

interface Tone {
  readonly ms?: number
  readonly lowDb?: number
  readonly highDb?: number
  /** 1.015: all by 1.5 % too high. */
  readonly off?: number
}

const samplesIn = (ms: number): number => (ms * SAMPLE_RATE) / 1000
const amplitude = (db: number): number => 32_768 * 10 ** (db / 20)

const toneOf = (key: string, { ms = 70, lowDb = -12, highDb = -12, off = 1 }: Tone = {}): number[] => {
  const [low, high] = frequenciesOf(key).map((hertz) => (2 * Math.PI * hertz * off) / SAMPLE_RATE)
  return Array.from(
    { length: samplesIn(ms) },
    (_, i) => amplitude(lowDb) * Math.sin((low ?? 0) * i) + amplitude(highDb) * Math.sin((high ?? 0) * i + 1),
  )
}
const quiet = (ms: number): number[] => Array.from({ length: samplesIn(ms) }, () => 0)

/** The same on every run. */
function noise(length: number, db: number): number[] {
  let state = 12_345
  return Array.from({ length }, () => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fffffff
    return (state / 0x40000000 - 1) * amplitude(db) * Math.sqrt(3)
  })
}
const added = (a: readonly number[], b: readonly number[]): number[] => a.map((value, i) => value + (b[i] ?? 0))

const keysIn = (samples: ArrayLike<number>): string => {
  const detector = new DtmfDetector()
  const wire = decodeG711(
    'alaw',
    encodeG711(
      'alaw',
      Int16Array.from(samples, (value) => clampSample(Math.round(value))),
    ),
  )
  let keys = ''
  for (let at = 0; at < wire.length; at += FRAME_SAMPLES) keys += detector.add(wire.subarray(at, at + FRAME_SAMPLES))
  return keys
}

describe('keys heard as tones', () => {
  it.each<readonly [string, Tone]>([
    ['as they are sent', {}],
    ['as short as they may be', { ms: 40 }],
    ['long', { ms: 900 }],
    ['weak', { lowDb: -36, highDb: -36 }],
    ['strong', { lowDb: -6, highDb: -6 }],
    ['with the high tone 8 dB weaker', { highDb: -20 }],
    ['with the high tone 4 dB stronger', { lowDb: -16 }],
    ['1.5 % too high', { off: 1.015 }],
    ['1.5 % too low', { off: 0.985 }],
  ])('%s, each once', (_, tone) => {
    const dialled = `${DTMF_DIGITS}1122`
    expect(keysIn([...dialled].flatMap((key) => [...toneOf(key, tone), ...quiet(60)]))).toBe(dialled)
  })

  it('are found in noise 15 dB below them, and one is one though 10 ms of it are missing', () => {
    const sound = [...DTMF_DIGITS].flatMap((key) => [...toneOf(key), ...quiet(70)])
    expect(keysIn(added(sound, noise(sound.length, -27)))).toBe(DTMF_DIGITS)
    const broken = toneOf('5', { ms: 200 })
    broken.fill(0, 800, 880)
    expect(keysIn(broken)).toBe('5')
  })

  it('are what our own sender makes', () => {
    const sender = new DtmfTones()
    const detector = new DtmfDetector()
    sender.enqueue('0459*#')
    const frames = Array.from({ length: 60 }, () => sender.next() ?? null)
    expect(frames.map((frame) => detector.add(frame)).join('')).toBe('0459*#')
  })

  it('are no noise, no music, no tone of the network, and no single tone', () => {
    expect(keysIn(noise(SAMPLE_RATE * 30, -12))).toBe('')
    for (const sound of [queueMusic(), holdMusic(), ringBackTone(), busyTone()]) expect(keysIn(sound)).toBe('')
    expect(keysIn(toneOf('5', { ms: 500, highDb: -90 }))).toBe('')
    expect(keysIn(toneOf('5', { ms: 20 }))).toBe('')
  })

  it.each(['en', 'cmn-latn-pinyin', 'de', 'it'])('are not what somebody says (%s)', async (voice) => {
    const text = 'seven hundred and one zero nine, oh, please press one two three or four, nin hao huan ying zhi dian, wei shen me. '
    const said = execFileSync('espeak-ng', ['-v', voice, '-s', '130', '-p', '70', '--stdout', '--stdin'], {
      input: text.repeat(6),
      maxBuffer: 1e8,
    })
    const { samples, sampleRate } = await readWave(said)
    const resampler = new Resampler(sampleRate)
    const voiceAt8 = [...resampler.push(Float32Array.from(samples[0] ?? [])), ...resampler.finish()]
    expect(voiceAt8.length).toBeGreaterThan(SAMPLE_RATE * 20)
    expect(keysIn(voiceAt8)).toBe('')
  })
})

const eventPacket = (key: string, timestamp: number) => ({
  ssrc: 1,
  payloadType: 101,
  sequenceNumber: timestamp & 0xffff,
  timestamp,
  payload: Uint8Array.from([DTMF_DIGITS.indexOf(key), 10, 0, 160]),
})

function heard(listen = true) {
  const keys: string[] = []
  const leg = new HeardKeys((key) => keys.push(key))
  leg.listenForTones(listen)
  const tone = (key: string): void => {
    const samples = Int16Array.from([...toneOf(key, { ms: 100 }), ...quiet(60)])
    for (let at = 0; at < samples.length; at += FRAME_SAMPLES) leg.audio(samples.subarray(at, at + FRAME_SAMPLES))
  }
  return { keys, leg, tone, event: (key: string, at: number) => leg.event(eventPacket(key, at)) }
}

describe('a peer that sends a key both ways', () => {
  it('has pressed it once, whichever comes first', () => {
    const { keys, tone, event } = heard()
    tone('7')
    event('7', 8000)
    event('7', 16_000)
    tone('7')
    event('2', 24_000)
    tone('2')
    expect(keys.join('')).toBe('772')
  })

  it('is not listened to for tones unless somebody asks', () => {
    const { keys, leg, tone } = heard(false)
    tone('1')
    leg.listenForTones(true)
    tone('2')
    leg.listenForTones(false)
    tone('3')
    expect(keys.join('')).toBe('2')
  })
})
