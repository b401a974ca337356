import fc from 'fast-check'
import { expect, it } from 'vitest'
import { refusalOf } from './audio-description.ts'
import { AudioNegotiation } from './audio-negotiation.ts'

const sdp = (...lines: string[]): string =>
  ['v=0', 'o=- 1 1 IN IP4 192.0.2.9', 's=-', 'c=IN IP4 192.0.2.9', 't=0 0', ...lines, ''].join('\r\n')

const PHONE = sdp('m=audio 4000 RTP/AVP 9 8 0 96', 'a=rtpmap:96 telephone-event/8000')
const ours = () => new AudioNegotiation({ address: '192.0.2.1', port: 20_000 })

it('answers with the peer’s first G.711 law and its own number for telephone-event', () => {
  const answer = ours().answer(PHONE)
  expect(answer?.remote).toMatchObject({
    address: '192.0.2.9',
    port: 4000,
    rtcp: { address: '192.0.2.9', port: 4001, isMuxed: false },
    packetMs: 20,
    direction: 'sendrecv',
  })
  expect(answer?.format).toMatchObject({ law: 'alaw', payloadType: 8, eventPayloadType: 96 })
  expect(answer?.sdp).toContain('m=audio 20000 RTP/AVP 8 96\r\n')
  expect(answer?.sdp).toContain('a=rtpmap:96 telephone-event/8000\r\n')
})

it('offers both laws and telephone-event, and reads the answer', () => {
  const negotiation = ours()
  expect(negotiation.offer()).toContain('m=audio 20000 RTP/AVP 8 0 101\r\n')
  expect(negotiation.accept(sdp('m=audio 5000 RTP/AVP 0'))).toMatchObject({ format: { law: 'mulaw', eventPayloadType: null } })
})

it('refuses other media with port 0, in their places', () => {
  const answer = ours().answer(
    sdp('m=video 6000 RTP/AVP 96', 'a=rtpmap:96 VP8/90000', 'm=audio 4000 RTP/AVP 0', 'm=audio 4002 RTP/AVP 0', 'm=image 7000 udptl t38'),
  )
  const lines = answer?.sdp.split('\r\n').filter((line) => line.startsWith('m='))
  expect(lines).toEqual(['m=video 0 RTP/AVP 96', 'm=audio 20000 RTP/AVP 0', 'm=audio 0 RTP/AVP 0', 'm=image 0 udptl t38'])
})

it.each([
  ['sendrecv', 'sendrecv', 'sendrecv'],
  ['sendonly', 'sendrecv', 'recvonly'],
  ['recvonly', 'sendrecv', 'sendonly'],
  ['inactive', 'sendrecv', 'inactive'],
  ['sendrecv', 'sendonly', 'sendonly'],
  ['sendonly', 'sendonly', 'inactive'],
] as const)('answers %s with %s wanted by %s', (offered, wanted, expected) => {
  const answer = ours().answer(sdp('m=audio 4000 RTP/AVP 0', `a=${offered}`), { direction: wanted })
  expect(answer?.direction).toBe(expected)
  expect(answer?.sdp).toContain(`a=${expected}\r\n`)
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
  ['encryption without a key', sdp('m=audio 4000 RTP/SAVP 0')],
  ['a name for an address', sdp('m=audio 4000 RTP/AVP 0', 'c=IN IP4 phone.local')],
  ['a port beyond the range', sdp('m=audio 70000 RTP/AVP 0')],
  ['no SDP', 'hello'],
  ['an address that is too long to be one', sdp('m=audio 4000 RTP/AVP 0', `c=IN IP4 ${'1'.repeat(2000)}`)],
  ['a text beyond all measure', sdp(...Array<string>(20_000).fill('a=x'), 'm=audio 4000 RTP/AVP 0')],
  ['an address of the other IP version', sdp('m=audio 4000 RTP/AVP 0', 'c=IN IP6 2001:db8::9')],
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

const KEY = 'MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNk'
const secured = (...crypto: string[]) => sdp('m=audio 4000 RTP/SAVP 8', ...crypto.map((line) => `a=crypto:${line}`))

it('answers an encrypted offer with the first suite it knows and a key of its own, the same at each further offer', () => {
  const negotiation = ours()
  const offer = secured(`1 AEAD_AES_256_GCM inline:${KEY}`, `7 AES_CM_128_HMAC_SHA1_32 inline:${KEY}|2^20`)
  const answer = negotiation.answer(offer)
  expect(answer?.remote.crypto).toEqual({ tag: 7, suite: 'AES_CM_128_HMAC_SHA1_32', master: Buffer.from(KEY, 'base64') })
  const own = negotiation.key('AES_CM_128_HMAC_SHA1_32').master.toString('base64')
  expect(answer?.sdp).toContain('m=audio 20000 RTP/SAVP 8\r\n')
  expect(answer?.sdp.match(/a=crypto:.*/g)).toEqual([`a=crypto:7 AES_CM_128_HMAC_SHA1_32 inline:${own}`])
  expect(negotiation.offer('sendonly')).toContain(`a=crypto:2 AES_CM_128_HMAC_SHA1_32 inline:${own}\r\n`)
})

it('offers encryption when asked, and takes no plain answer to that, nor an encrypted one to a plain offer', () => {
  const negotiation = ours()
  const lines = negotiation.offer('sendrecv', { secure: true }).split('\r\n')
  expect(lines).toContain('m=audio 20000 RTP/SAVP 8 0 101')
  expect(lines.filter((line) => line.startsWith('a=crypto'))).toHaveLength(2)
  expect(negotiation.accept(PHONE)).toBeUndefined()
  expect(negotiation.accept(secured(`1 AES_CM_128_HMAC_SHA1_80 inline:${KEY}`))?.remote.crypto?.tag).toBe(1)
  negotiation.offer('sendrecv', { secure: false })
  expect(negotiation.accept(secured(`1 AES_CM_128_HMAC_SHA1_80 inline:${KEY}`))).toBeUndefined()
})

it('refuses a plain offer where encryption is compulsory, and takes the encrypted one of two streams', () => {
  expect(ours().answer(PHONE, { secure: true })).toBeUndefined()
  const both = sdp('m=audio 4000 RTP/AVP 8', 'm=audio 4002 RTP/SAVP 8', `a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:${KEY}`)
  expect(ours().answer(both, { secure: true })?.remote.port).toBe(4002)
})

it.each([
  ['DTLS', sdp('m=audio 4000 UDP/TLS/RTP/SAVP 8', 'a=fingerprint:sha-256 00'), /UDP\/TLS/],
  ['no key', secured(), /a=crypto/],
  ['unknown suites', secured(`1 F8_128_HMAC_SHA1_80 inline:${KEY}`), /a=crypto/],
  ['a short key', secured('1 AES_CM_128_HMAC_SHA1_80 inline:MDEyMzQ1'), /a=crypto/],
  ['a key identifier', secured(`1 AES_CM_128_HMAC_SHA1_80 inline:${KEY}|2^20|1:4`), /a=crypto/],
  ['session parameters', secured(`1 AES_CM_128_HMAC_SHA1_80 inline:${KEY} UNENCRYPTED_SRTP`), /a=crypto/],
  ['video only', sdp('m=video 1 RTP/AVP 96'), /no audio/],
])('refuses encryption with %s, and says why', (_, offer, why) => {
  expect(ours().answer(offer)).toBeUndefined()
  expect(refusalOf(offer)).toMatch(why)
})

it('expects no audio of a peer that it holds, whatever that answers', () => {
  const negotiation = ours()
  negotiation.offer('sendonly')
  expect(negotiation.accept(PHONE)?.remote.direction).toBe('recvonly')
  negotiation.offer('inactive')
  expect(negotiation.accept(PHONE)?.remote.direction).toBe('inactive')
})
