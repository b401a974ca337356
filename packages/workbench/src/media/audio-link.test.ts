import { describe, expect, it } from 'vitest'
import { callCodecs } from './audio-link.ts'

const codec = (mimeType: string, clockRate = 8_000) => ({ mimeType, clockRate })

describe('callCodecs', () => {
  it('keeps G.711 and telephone-event at 8 kHz, μ-law first', () => {
    const offered = [
      codec('audio/opus', 48_000),
      codec('audio/telephone-event', 48_000),
      codec('audio/telephone-event'),
      codec('audio/PCMA'),
      codec('audio/CN'),
      codec('audio/PCMU'),
    ]
    expect(callCodecs(offered).map(({ mimeType }) => mimeType)).toEqual(['audio/PCMU', 'audio/PCMA', 'audio/telephone-event'])
  })
})
