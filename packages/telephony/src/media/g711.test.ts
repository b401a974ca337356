import { describe, expect, it } from 'vitest'
import { decodeG711, encodeG711, lawOfPayloadType, payloadTypeOfLaw, type Law } from './g711.ts'

const LAWS: readonly Law[] = ['mulaw', 'alaw']

// byte → sample, from CPython 3.11 `audioop`, an implementation of its own (the whole tables were compared once).
const FIXTURES: Record<Law, readonly (readonly [byte: number, sample: number])[]> = {
  mulaw: [
    [0x00, -32124],
    [0x0f, -16764],
    [0x10, -15996],
    [0x2a, -5372],
    [0x55, -716],
    [0x7e, -8],
    [0x7f, 0],
    [0x80, 32124],
    [0xbf, 1980],
    [0xe7, 260],
    [0xfe, 8],
    [0xff, 0],
  ],
  alaw: [
    [0x00, -5504],
    [0x0f, -6784],
    [0x10, -2752],
    [0x2a, -32256],
    [0x55, -8],
    [0x7e, -880],
    [0x80, 5504],
    [0xaa, 32256],
    [0xbf, 13568],
    [0xd4, 24],
    [0xd5, 8],
    [0xff, 848],
  ],
}

describe('G.711', () => {
  it.each(LAWS)('%s decodes the standard values', (law) => {
    for (const [byte, sample] of FIXTURES[law])
      expect([...decodeG711(law, Uint8Array.of(byte))], `0x${byte.toString(16)}`).toEqual([sample])
  })

  it.each(LAWS)('%s encodes every decoded value back to a byte of the same value', (law) => {
    const all = decodeG711(
      law,
      Uint8Array.from({ length: 256 }, (_, byte) => byte),
    )
    expect(decodeG711(law, encodeG711(law, all))).toEqual(all)
  })

  it.each(LAWS)('%s keeps every 16-bit sample within its step, without overflow at the extremes', (law) => {
    const samples = Int16Array.from({ length: 65_536 }, (_, i) => i - 32_768)
    const heard = decodeG711(law, encodeG711(law, samples))
    const worst = samples.reduce((most, sample, i) => Math.max(most, Math.abs(sample - (heard[i] ?? 0)) - Math.abs(sample) / 16), 0)
    expect(worst).toBeLessThanOrEqual(33)
  })

  it('knows the static payload types, and takes no other for speech', () => {
    for (const law of LAWS) expect(lawOfPayloadType(payloadTypeOfLaw(law))).toBe(law)
    expect([13, 101, 126, 9].map(lawOfPayloadType)).toEqual([undefined, undefined, undefined, undefined])
  })
})
