import { describe, expect, it } from 'vitest'
import { hasCandidate, keepCandidates, withoutCandidates } from './ice-candidates.ts'
import { offeredAudio, offersG711 } from './offered-audio.ts'
import { PortWindow, shareOfRange } from './port-window.ts'

const offer = (...lines: string[]) => ['v=0', 'o=- 1 1 IN IP4 0.0.0.0', 's=-', 't=0 0', ...lines, ''].join('\r\n')

describe('what a browser offers', () => {
  it('knows the static payload types without a map, and names the others by it', () => {
    const sdp = offer('m=audio 9 UDP/TLS/RTP/SAVPF 8 111 126', 'a=rtpmap:111 opus/48000/2', 'a=rtpmap:126 telephone-event/8000')
    expect(offeredAudio(sdp)).toEqual(['pcma/8000', 'opus/48000', 'telephone-event/8000'])
    expect(offersG711(sdp)).toBe(true)
  })

  it('looks at the audio section only', () => {
    const sdp = offer('m=audio 9 UDP/TLS/RTP/SAVPF 111', 'a=rtpmap:111 opus/48000/2', 'm=video 9 UDP/TLS/RTP/SAVPF 0')
    expect(offersG711(sdp)).toBe(false)
  })

  it('takes a rejected section and nonsense for no audio', () => {
    for (const sdp of [offer('m=audio 0 UDP/TLS/RTP/SAVPF 0'), offer('m=video 9 X 0'), '', 'm=audio ', 'm=audio\r\n']) {
      expect(offersG711(sdp)).toBe(false)
    }
  })
})

describe('candidates', () => {
  const sdp = offer(
    'm=audio 9 UDP/TLS/RTP/SAVPF 0',
    'a=candidate:1 1 udp 2116026367 127.0.0.1 20000 typ host',
    'a=candidate:2 1 udp 2116026367 10.0.0.1 20001 typ host',
    'a=end-of-candidates',
    'a=mid:0',
  )

  it('leaves only those at the given addresses, or all', () => {
    expect(keepCandidates(sdp, ['10.0.0.1'])).toBe(sdp.replace(/^a=candidate:1.*\r\n/m, ''))
    expect(keepCandidates(sdp, undefined)).toBe(sdp)
    expect(hasCandidate(keepCandidates(sdp, []))).toBe(false)
  })

  it('takes all out of an offer', () => {
    expect(withoutCandidates(sdp)).toBe(offer('m=audio 9 UDP/TLS/RTP/SAVPF 0', 'a=mid:0'))
  })
})

describe('the port range', () => {
  it('is shared out without overlap', () => {
    expect([0, 1, 2].map((index) => shareOfRange([20_000, 20_999], index, 3))).toEqual([
      [20_000, 20_332],
      [20_333, 20_665],
      [20_666, 20_998],
    ])
  })

  it('is searched from a moving start, never less than half of it', () => {
    const window = new PortWindow([100, 119])
    const starts = Array.from({ length: 5 }, () => window.next())
    expect(starts).toEqual([
      [100, 119],
      [104, 119],
      [108, 119],
      [102, 119],
      [106, 119],
    ])
  })
})
