import fc from 'fast-check'
import { expect, it } from 'vitest'
import { parseAudio } from './audio-description.ts'
import { AudioNegotiation } from './audio-negotiation.ts'

const sdp = (...lines: string[]): string =>
  ['v=0', 'o=- 1 1 IN IP4 192.0.2.9', 's=-', 'c=IN IP4 192.0.2.9', 't=0 0', ...lines, ''].join('\r\n')

const PHONE = sdp('m=audio 4000 RTP/AVP 9 8 0 96', 'a=rtpmap:96 telephone-event/8000')
const ours = () => new AudioNegotiation({ address: '192.0.2.1', port: 20_000 })

it('answers with the peer’s first G.711 law and its own number for telephone-event', () => {
  const answer = ours().answer(PHONE)
  expect(answer?.remote).toEqual({
    address: '192.0.2.9',
    port: 4000,
    rtcpPort: 4001,
    law: 'alaw',
    eventPayloadType: 96,
    direction: 'sendrecv',
  })
  expect(answer?.sdp).toContain('m=audio 20000 RTP/AVP 8 96\r\n')
  expect(answer?.sdp).toContain('a=rtpmap:96 telephone-event/8000\r\n')
})

it('offers both laws and telephone-event, and reads the answer', () => {
  const negotiation = ours()
  expect(negotiation.offer()).toContain('m=audio 20000 RTP/AVP 8 0 101\r\n')
  expect(negotiation.accept(sdp('m=audio 5000 RTP/AVP 0'))).toMatchObject({ law: 'mulaw', eventPayloadType: null })
})

it('refuses other media with port 0, in their places', () => {
  const answer = ours().answer(
    sdp('m=video 6000 RTP/AVP 96', 'a=rtpmap:96 VP8/90000', 'm=audio 4000 RTP/AVP 0', 'm=audio 4002 RTP/AVP 0', 'm=image 7000 udptl t38'),
  )
  const lines = answer?.sdp.split('\r\n').filter((line) => line.startsWith('m='))
  expect(lines).toEqual(['m=video 0 RTP/AVP 96', 'm=audio 20000 RTP/AVP 0', 'm=audio 0 RTP/AVP 0', 'm=image 0 udptl 0'])
})

it.each([
  ['sendrecv', 'sendrecv', 'sendrecv'],
  ['sendonly', 'sendrecv', 'recvonly'],
  ['recvonly', 'sendrecv', 'sendonly'],
  ['inactive', 'sendrecv', 'inactive'],
  ['sendrecv', 'sendonly', 'sendonly'],
  ['sendonly', 'sendonly', 'inactive'],
] as const)('answers %s with %s wanted by %s', (offered, wanted, expected) => {
  const answer = ours().answer(sdp('m=audio 4000 RTP/AVP 0', `a=${offered}`), wanted)
  expect(answer?.direction).toBe(expected)
  expect(answer?.sdp).toContain(`a=${expected}\r\n`)
})

it('takes the address 0.0.0.0 as hold, and a direction of the whole session', () => {
  expect(parseAudio(sdp('m=audio 4000 RTP/AVP 0', 'c=IN IP4 0.0.0.0'))?.audio.direction).toBe('sendonly')
  expect(parseAudio(sdp('a=inactive', 'm=audio 4000 RTP/AVP 0'))?.audio.direction).toBe('inactive')
})

it('raises the version with each change, and only then', () => {
  const negotiation = ours()
  const versionOf = (text: string) => /^o=- \d+ (\d+)/m.exec(text)?.[1]
  expect([negotiation.offer(), negotiation.offer(), negotiation.offer('sendonly'), negotiation.offer()].map(versionOf)).toEqual([
    '1',
    '1',
    '2',
    '3',
  ])
})

it('offers again with audio where the peer had it', () => {
  const negotiation = ours()
  negotiation.answer(sdp('m=video 6000 RTP/AVP 96', 'm=audio 4000 RTP/AVP 0'))
  expect(negotiation.offer('sendonly')).toMatch(/m=video 0 RTP\/AVP 96\r\nm=audio 20000 /)
})

it.each([
  ['no audio', sdp('m=video 1 RTP/AVP 96')],
  ['a closed stream', sdp('m=audio 0 RTP/AVP 0')],
  ['another codec', sdp('m=audio 4000 RTP/AVP 18')],
  ['encryption', sdp('m=audio 4000 RTP/SAVP 0')],
  ['a name for an address', sdp('m=audio 4000 RTP/AVP 0', 'c=IN IP4 phone.local')],
  ['a port beyond the range', sdp('m=audio 70000 RTP/AVP 0')],
  ['no SDP', 'hello'],
  ['a long line', sdp(`a=${'x'.repeat(2000)}`, 'm=audio 4000 RTP/AVP 0')],
  ['a long text', sdp(...Array<string>(2000).fill('a=x'), 'm=audio 4000 RTP/AVP 0')],
])('refuses %s', (_, offer) => {
  expect(ours().answer(offer)).toBeUndefined()
})

it('never throws', () => {
  const line = fc
    .tuple(fc.constantFrom('v', 'o', 's', 'c', 't', 'm', 'a', 'b'), fc.string({ maxLength: 60 }))
    .map(([type, text]) => `${type}=${text}`)
  const typical = fc.constantFrom('m=audio 4000 RTP/AVP 0', 'a=rtpmap:0', 'c=IN IP4', 'm=audio', 'a=rtcp:x')
  fc.assert(
    fc.property(fc.array(fc.oneof(line, typical), { maxLength: 20 }), (lines) => void ours().answer(['v=0', ...lines].join('\r\n'))),
  )
})
