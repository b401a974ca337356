import { describe, expect, it } from 'vitest'
import type { AudioSource } from './audio-source.ts'
import { generatedSound, type SoundName } from './generated-sounds.ts'
import { toneLevelDb } from './goertzel.ts'
import { HOLD_MUSIC_HZ, QUEUE_MUSIC_HZ } from './music.ts'

const samplesOf = (source: AudioSource): Int16Array => {
  const samples: number[] = []
  for (let frame = source.next(); frame !== null; frame = source.next()) samples.push(...frame)
  return Int16Array.from(samples)
}

const second = (samples: Int16Array, at: number) => samples.subarray(at * 8000, (at + 1) * 8000)

describe('generated sounds', () => {
  it('rings back at 450 Hz for one second of five', () => {
    const tone = samplesOf(generatedSound('ring-back'))
    expect(tone).toHaveLength(40_000)
    expect([0, 1, 2, 3, 4].map((at) => toneLevelDb(second(tone, at), 450) > -30)).toEqual([true, false, false, false, false])
  })

  it('is busy at 450 Hz for 0.35 s of 0.7 s', () => {
    const tone = samplesOf(generatedSound('busy'))
    expect(tone).toHaveLength(5600)
    expect(toneLevelDb(tone.subarray(0, 2800), 450)).toBeGreaterThan(-20)
    expect(toneLevelDb(tone.subarray(2800), 450)).toBeLessThan(-90)
  })

  it('beeps for less than half a second', () => {
    const beep = samplesOf(generatedSound('beep'))
    expect(beep.length).toBeLessThan(4000)
    expect(toneLevelDb(beep.subarray(0, 1600), 880)).toBeGreaterThan(-20)
  })

  it.each([
    ['queue-music', QUEUE_MUSIC_HZ, HOLD_MUSIC_HZ],
    ['hold-music', HOLD_MUSIC_HZ, QUEUE_MUSIC_HZ],
  ] as const)('%s can be told from the other in any two seconds of it, does not clip and is never silent', (name, own, other) => {
    const music = samplesOf(generatedSound(name))
    for (let at = 0; at + 2 <= music.length / 8000; at += 2) {
      const part = music.subarray(at * 8000, (at + 2) * 8000)
      expect(toneLevelDb(part, own)).toBeGreaterThan(-40)
      expect(toneLevelDb(part, other)).toBeLessThan(-60)
      expect(Math.max(...part.map(Math.abs))).toBeLessThan(25_000)
    }
  })

  it('is the same each time, from the beginning', () => {
    const names: SoundName[] = ['queue-music', 'hold-music', 'ring-back', 'busy', 'beep']
    for (const name of names) {
      const source = generatedSound(name)
      const first = samplesOf(source)
      source.rewind()
      expect(samplesOf(source)).toEqual(first)
    }
  })
})
