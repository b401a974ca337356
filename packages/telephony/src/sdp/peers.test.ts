// Descriptions as peers write them: odd, but lawful or harmless, and what comes of each.

import { expect, it } from 'vitest'
import { kindOf } from '../media/leg-format.ts'
import { parseAudio, refusalOf } from './audio-description.ts'
import { AudioNegotiation, type Answered } from './audio-negotiation.ts'
import { withNumericAddresses } from '../rtp/numeric-addresses.ts'
import type { Direction } from './session-description.ts'

const HEAD = ['v=0', 'o=- 1 1 IN IP4 192.0.2.9', 's=-', 'c=IN IP4 192.0.2.9', 't=0 0']
const sdp = (...lines: string[]): string => [...HEAD, ...lines, ''].join('\r\n')
const ours = () => new AudioNegotiation({ address: '192.0.2.1', port: 20_000 })
const answerTo = (offer: string): Answered | undefined => ours().answer(offer)
const mediaLines = (text = ''): string[] => text.split('\r\n').filter((line) => line.startsWith('m='))
const versionOf = (text = ''): number => Number(/^o=- \d+ (\d+)/m.exec(text)?.[1])

const AUDIO = 'm=audio 4000 RTP/AVP 8'
const EVENTS = 'a=rtpmap:101 telephone-event/8000'
const KEY = 'a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNk'

it.each([
  ['line ends of LF alone', sdp(AUDIO).replaceAll('\r', ''), 'm=audio 20000 RTP/AVP 8'],
  ['line ends of CR alone', sdp(AUDIO).replaceAll('\n', ''), 'm=audio 20000 RTP/AVP 8'],
  ['a blank line before', `\r\n${sdp(AUDIO)}`, 'm=audio 20000 RTP/AVP 8'],
  ['blank lines between', sdp('', AUDIO, '', 'a=sendrecv'), 'm=audio 20000 RTP/AVP 8'],
  ['bytes of zero at the end', `${sdp(AUDIO)}\0\0`, 'm=audio 20000 RTP/AVP 8'],
  ['no last line end', sdp(AUDIO, EVENTS).trimEnd(), 'm=audio 20000 RTP/AVP 8'],
  ['blanks at line ends', sdp(`${AUDIO}  `), 'm=audio 20000 RTP/AVP 8'],
  ['more blanks than one', sdp('m=audio  4000  RTP/AVP  8  0'), 'm=audio 20000 RTP/AVP 8'],
  ['neither s= nor t=', ['v=0', 'o=- 1 1 IN IP4 192.0.2.9', 'c=IN IP4 192.0.2.9', AUDIO].join('\r\n'), 'm=audio 20000 RTP/AVP 8'],
  ['no origin', ['v=0', 'c=IN IP4 192.0.2.9', AUDIO].join('\r\n'), 'm=audio 20000 RTP/AVP 8'],
  ['an origin of a name', sdp(AUDIO).replace('IP4 192.0.2.9\r\ns', 'IP4 gw.example\r\ns'), 'm=audio 20000 RTP/AVP 8'],
  ['large numbers in the origin', sdp(AUDIO).replace('o=- 1 1', 'o=Ä 99999999999999999999 0'), 'm=audio 20000 RTP/AVP 8'],
  ['words in other letters', sdp('M=x', 'm=Audio 4000 rtp/avp 97', 'a=RTPMAP:97 pcma/8000'), 'm=audio 20000 RTP/AVP 97'],
  ['a range of ports', sdp('m=audio 4000/2 RTP/AVP 8'), 'm=audio 20000 RTP/AVP 8'],
  ['bandwidth, phone and key lines', sdp('b=AS:64', 'p=+44', 'k=clear:x', AUDIO, 'b=TIAS:64000'), 'm=audio 20000 RTP/AVP 8'],
  ['attributes nobody knows', sdp('a=x-vendor:1', AUDIO, 'a=silenceSupp:off - - - -', 'a=', 'a=:', 'a'), 'm=audio 20000 RTP/AVP 8'],
  ['a long fmtp', sdp(AUDIO, `a=fmtp:8 ${'x'.repeat(5000)}`), 'm=audio 20000 RTP/AVP 8'],
  ['very many attributes', sdp(AUDIO, ...Array<string>(2000).fill('a=candidate:1 1 udp 1 10.0.0.1')), 'm=audio 20000 RTP/AVP 8'],
  ['many codecs, ours late', sdp('m=audio 4000 RTP/AVP 9 18 4 3 96 97 98 99 0', 'a=rtpmap:96 opus/48000/2'), 'm=audio 20000 RTP/AVP 0'],
  ['G.722 first', sdp('m=audio 4000 RTP/AVP 9 8 0', 'a=rtpmap:9 G722/8000'), 'm=audio 20000 RTP/AVP 8'],
  ['a law by a dynamic number', sdp('m=audio 4000 RTP/AVP 97', 'a=rtpmap:97 PCMA/8000'), 'm=audio 20000 RTP/AVP 97'],
  ['a law by a dynamic number, one channel', sdp('m=audio 4000 RTP/AVP 97', 'a=rtpmap:97 PCMU/8000/1'), 'm=audio 20000 RTP/AVP 97'],
  ['the law’s own number for something else', sdp('m=audio 4000 RTP/AVP 0 8', 'a=rtpmap:0 opus/48000/2'), 'm=audio 20000 RTP/AVP 8'],
  ['a number that stands for no RTP', sdp('m=audio 4000 RTP/AVP 300 x 8'), 'm=audio 20000 RTP/AVP 8'],
  [
    'telephone-event of two clocks',
    sdp(`${AUDIO} 110 126`, 'a=rtpmap:110 telephone-event/48000', 'a=rtpmap:126 telephone-event/8000'),
    'm=audio 20000 RTP/AVP 8 126',
  ],
  ['telephone-event of another clock only', sdp(`${AUDIO} 110`, 'a=rtpmap:110 telephone-event/48000'), 'm=audio 20000 RTP/AVP 8 110'],
  ['telephone-event without a clock', sdp(`${AUDIO} 100`, 'a=rtpmap:100 telephone-event'), 'm=audio 20000 RTP/AVP 8 100'],
  ['events mapped but not on the m-line', sdp(AUDIO, EVENTS), 'm=audio 20000 RTP/AVP 8'],
  ['flash among the events', sdp(`${AUDIO} 101`, EVENTS, 'a=fmtp:101 0-16'), 'm=audio 20000 RTP/AVP 8 101'],
  ['feedback (AVPF)', sdp('m=audio 4000 RTP/AVPF 8', 'a=rtcp-fb:* nack'), 'm=audio 20000 RTP/AVPF 8'],
  ['feedback, encrypted', sdp('m=audio 4000 RTP/SAVPF 8', KEY), 'm=audio 20000 RTP/SAVPF 8'],
  ['a key beside plain audio', sdp(AUDIO, KEY), 'm=audio 20000 RTP/AVP 8'],
  [
    'ICE that it can do without',
    sdp('a=ice-ufrag:x', 'a=group:BUNDLE 0', AUDIO, 'a=mid:0', 'a=candidate:1 1 udp 1 10.0.0.1 9 typ host'),
    'm=audio 20000 RTP/AVP 8',
  ],
  ['a multicast lifetime in the address', sdp(AUDIO, 'c=IN IP4 192.0.2.9/127'), 'm=audio 20000 RTP/AVP 8'],
  [
    'an address for the stream alone',
    ['v=0', 'o=- 1 1 IN IP4 x', 's=-', 't=0 0', AUDIO, 'c=IN IP4 192.0.2.9'].join('\r\n'),
    'm=audio 20000 RTP/AVP 8',
  ],
])('answers %s', (_, offer, line) => {
  expect(mediaLines(answerTo(offer)?.sdp)).toContain(line)
  expect(answerTo(offer)?.remote).toMatchObject({ address: '192.0.2.9', port: 4000 })
})

it.each([
  ['no SDP', 'hello', 'no SDP'],
  ['video alone', sdp('m=video 1 RTP/AVP 96'), 'no audio'],
  ['audio of port 0', sdp('m=audio 0 RTP/AVP 8'), 'no audio: its port is 0'],
  [
    'other codecs',
    sdp('m=audio 4000 RTP/AVP 9 18 96', 'a=rtpmap:9 G722/8000', 'a=rtpmap:96 opus/48000/2'),
    'no G.711 (PCMA, PCMU) among G722, 18, opus',
  ],
  ['G.711 in stereo', sdp('m=audio 4000 RTP/AVP 97', 'a=rtpmap:97 PCMA/8000/2'), 'no G.711 (PCMA, PCMU) among PCMA'],
  ['G.711 of another clock', sdp('m=audio 4000 RTP/AVP 97', 'a=rtpmap:97 PCMU/16000'), 'no G.711 (PCMA, PCMU) among PCMU'],
  ['events alone', sdp('m=audio 4000 RTP/AVP 101', EVENTS), 'no G.711 (PCMA, PCMU) among telephone-event'],
  [
    'DTLS',
    sdp('m=audio 4000 UDP/TLS/RTP/SAVPF 8'),
    'audio over UDP/TLS/RTP/SAVPF; RTP/AVP and RTP/SAVP are understood, with feedback or without',
  ],
  ['no key', sdp('m=audio 4000 RTP/SAVP 8'), 'RTP/SAVP without a usable a=crypto (RFC 4568)'],
  ['a name', sdp(AUDIO, 'c=IN IP4 phone.local'), 'the address phone.local is not numeric and could not be resolved'],
  ['no address', ['v=0', AUDIO].join('\r\n'), 'the address is missing'],
  ['a port beyond the range', sdp('m=audio 70000 RTP/AVP 0'), 'no port 70000'],
])('says why it refuses %s', (_, offer, why) => {
  expect(answerTo(offer)).toBeUndefined()
  expect(refusalOf(offer)).toBe(why)
})

const understood = ({ format }: { format: Answered['format'] }) =>
  [0, 8, 9, 13, 96, 97, 101, 126].map((number) => kindOf(format, number) ?? '-').join(' ')

it('sends by the numbers of the other side’s answer, and understands its own and those of the answer', () => {
  const negotiation = ours()
  negotiation.offer()
  const renumbered = sdp('m=audio 4000 RTP/AVP 97 96', 'a=rtpmap:97 PCMA/8000', 'a=rtpmap:96 telephone-event/8000')
  const agreed = negotiation.accept(renumbered)
  expect(agreed?.format).toMatchObject({ law: 'alaw', payloadType: 97, eventPayloadType: 96 })
  expect(agreed && understood(agreed)).toBe('mulaw alaw - - event alaw event -')
})

it('what was offered counts where both sides give a number away', () => {
  const negotiation = ours()
  negotiation.offer()
  const crossed = sdp('m=audio 4000 RTP/AVP 8 96 101', 'a=rtpmap:101 PCMU/8000', 'a=rtpmap:96 telephone-event/8000')
  const agreed = negotiation.accept(crossed)
  expect(agreed && understood(agreed)).toBe('mulaw alaw - - event - event -')
})

it('comfort noise, G.722 and numbers given to other codecs are no audio, whatever is sent by them', () => {
  const offer = sdp('m=audio 4000 RTP/AVP 9 0 13 97 126', 'a=rtpmap:97 CN/16000', 'a=rtpmap:126 telephone-event/8000')
  const answered = answerTo(offer)
  expect(answered && understood(answered)).toBe('mulaw alaw - - - - - event')
  const taken = answerTo(sdp('m=audio 4000 RTP/AVP 8', 'a=rtpmap:0 opus/48000/2'))
  expect(taken && understood(taken)).toBe('- alaw - - - - - -')
})

it('keeps in its offers the number that the session gave to events, and takes none that stands for something else', () => {
  const negotiation = ours()
  negotiation.answer(sdp('m=audio 4000 RTP/AVP 8 96', 'a=rtpmap:96 telephone-event/8000'))
  expect(mediaLines(negotiation.offer())).toEqual(['m=audio 20000 RTP/AVP 8 0 96'])
  const other = ours()
  other.answer(sdp('m=audio 4000 RTP/AVP 101 96 8', 'a=rtpmap:101 opus/48000/2', 'a=rtpmap:96 iLBC/8000'))
  expect(mediaLines(other.offer())).toEqual(['m=audio 20000 RTP/AVP 8 0 97'])
})

it('follows the wishes for a law, also for one by a dynamic number; a peer that has none of them is not refused', () => {
  const offer = sdp('m=audio 4000 RTP/AVP 0 97', 'a=rtpmap:97 PCMA/8000')
  expect(mediaLines(ours().answer(offer, { laws: ['alaw', 'mulaw'] })?.sdp)).toEqual(['m=audio 20000 RTP/AVP 97'])
  expect(mediaLines(ours().answer(offer, { laws: ['mulaw'] })?.sdp)).toEqual(['m=audio 20000 RTP/AVP 0'])
  expect(mediaLines(ours().answer(sdp('m=audio 4000 RTP/AVP 0'), { laws: ['alaw'] })?.sdp)).toEqual(['m=audio 20000 RTP/AVP 0'])
  expect(mediaLines(ours().offer('sendrecv', { laws: ['mulaw'] }))).toEqual(['m=audio 20000 RTP/AVP 0 101'])
})

it.each([
  [{}, 20],
  [{ ptime: 30 }, 30],
  [{ ptime: 10 }, 10],
  [{ ptime: 240 }, 60],
  [{ ptime: 5 }, 10],
  [{ ptime: 0 }, 20],
  [{ ptime: 30, maxptime: 20 }, 20],
  [{ maxptime: 10 }, 10],
  [{ maxptime: 150 }, 20],
  [{ ptime: 35 }, 30],
])('of %o it makes packets of %d ms', (wishes, packetMs) => {
  const lines = Object.entries(wishes).map(([name, value]) => `a=${name}:${value}`)
  expect(answerTo(sdp(AUDIO, ...lines))?.format.packetMs).toBe(packetMs)
})

it.each([
  ['beside the audio', [], { address: '192.0.2.9', port: 4001, isMuxed: false }],
  ['at a port of its own', ['a=rtcp:5000'], { address: '192.0.2.9', port: 5000, isMuxed: false }],
  ['at an address of its own', ['a=rtcp:5000 IN IP4 192.0.2.77'], { address: '192.0.2.77', port: 5000, isMuxed: false }],
  ['nowhere in particular', ['a=rtcp:9 IN IP4 0.0.0.0'], { address: '0.0.0.0', port: 9, isMuxed: false }],
  ['among the audio', ['a=rtcp-mux', 'a=rtcp:4001'], { address: '192.0.2.9', port: 4000, isMuxed: true }],
])('takes reports %s', (_, lines, rtcp) => {
  const answered = answerTo(sdp(AUDIO, ...lines))
  expect(answered?.remote.rtcp).toEqual(rtcp)
  expect(answered?.sdp.includes('a=rtcp-mux\r\n')).toBe(rtcp.isMuxed)
})

const offerOf = (form: string): string =>
  ({
    sendrecv: sdp(AUDIO, 'a=sendrecv'),
    nothing: sdp(AUDIO),
    sendonly: sdp(AUDIO, 'a=sendonly'),
    recvonly: sdp(AUDIO, 'a=recvonly'),
    inactive: sdp(AUDIO, 'a=inactive'),
    'inactive for the session': sdp('a=inactive', AUDIO),
    'no address for the stream': sdp(AUDIO, 'c=IN IP4 0.0.0.0'),
    'no address for the session': sdp(AUDIO).replace('c=IN IP4 192.0.2.9', 'c=IN IP4 0.0.0.0'),
    'no address, inactive': sdp(AUDIO, 'c=IN IP4 0.0.0.0', 'a=inactive'),
    'no address, recvonly': sdp(AUDIO, 'c=IN IP4 0.0.0.0', 'a=recvonly'),
    'port 0': sdp('m=audio 0 RTP/AVP 8'),
  })[form] ?? ''

/** What each form of hold is: the peer's direction, and ours in the answer. */
const HOLDS: readonly (readonly [string, Direction, Direction])[] = [
  ['sendrecv', 'sendrecv', 'sendrecv'],
  ['nothing', 'sendrecv', 'sendrecv'],
  ['sendonly', 'sendonly', 'recvonly'],
  ['recvonly', 'recvonly', 'sendonly'],
  ['inactive', 'inactive', 'inactive'],
  ['inactive for the session', 'inactive', 'inactive'],
  ['no address for the stream', 'sendonly', 'recvonly'],
  ['no address for the session', 'sendonly', 'recvonly'],
  ['no address, inactive', 'inactive', 'inactive'],
  ['no address, recvonly', 'inactive', 'inactive'],
  ['port 0', 'inactive', 'inactive'],
]

it.each(HOLDS.flatMap(([from]) => HOLDS.map(([to, theirs, mirror]) => [from, to, theirs, mirror] as const)))(
  'from %s to %s',
  (from, to, theirs, mirror) => {
    const negotiation = ours()
    negotiation.answer(sdp(AUDIO))
    const before = negotiation.answer(offerOf(from))
    const after = negotiation.answer(offerOf(to))
    expect([after?.remote.direction, after?.direction]).toEqual([theirs, mirror])
    expect(mediaLines(after?.sdp)).toEqual([to === 'port 0' ? 'm=audio 0 RTP/AVP 8' : 'm=audio 20000 RTP/AVP 8'])
    expect(versionOf(after?.sdp) - versionOf(before?.sdp)).toBe(after?.sdp === before?.sdp ? 0 : 1)
    expect(after?.remote.port).toBe(4000)
  },
)

it('takes :: for no address where it speaks IPv6', () => {
  const six = new AudioNegotiation({ address: '2001:db8::1', port: 20_000 })
  const offer = sdp(AUDIO).replace('c=IN IP4 192.0.2.9', 'c=IN IP6 ::')
  expect(six.answer(offer)?.direction).toBe('recvonly')
})

it('a first offer whose audio has port 0 is refused, a hold by both sides keeps both directions', () => {
  expect(answerTo(offerOf('port 0'))).toBeUndefined()
  const negotiation = ours()
  negotiation.answer(sdp(AUDIO))
  expect(negotiation.answer(offerOf('sendonly'), { direction: 'sendonly' })?.direction).toBe('inactive')
  expect(negotiation.answer(offerOf('sendrecv'), { direction: 'sendonly' })?.direction).toBe('sendonly')
  expect(negotiation.answer(offerOf('sendrecv'))?.direction).toBe('sendrecv')
})

it.each(HOLDS.flatMap(([form]) => [false, true].map((secure) => [form, secure] as const)))(
  'offers anew and whole after %s (encrypted: %s): both laws, events, a higher version',
  (form, secure) => {
    const negotiation = ours()
    const offer = (text: string): string => (secure ? `${text.replace('RTP/AVP', 'RTP/SAVP')}${KEY}\r\n` : text)
    negotiation.answer(offer(sdp(`${AUDIO} 101`, EVENTS)))
    const last = negotiation.answer(offer(offerOf(form)))
    const anew = negotiation.offer()
    expect(mediaLines(anew)).toEqual([`m=audio 20000 RTP/${secure ? 'S' : ''}AVP 8 0 101`])
    expect(versionOf(anew)).toBe(versionOf(last?.sdp) + 1)
    expect(anew.includes('a=crypto:')).toBe(secure)
  },
)

it('takes one answer after another to the same offer, and is as before after one that is of no use', () => {
  const negotiation = ours()
  negotiation.offer()
  const early = negotiation.accept(sdp('m=audio 4000 RTP/AVP 0'))
  expect(early?.format.law).toBe('mulaw')
  const useless = [
    '',
    sdp('m=audio 0 RTP/AVP 8'),
    sdp('m=audio 4000 RTP/AVP 18'),
    sdp('m=audio 4000 RTP/SAVP 8', KEY),
    sdp('m=image 1 udptl t38'),
  ]
  for (const answer of useless) expect(negotiation.accept(answer)).toBeUndefined()
  const last = negotiation.accept(sdp('m=audio 5000 RTP/AVP 8', 'c=IN IP4 192.0.2.44'))
  expect(last?.remote).toMatchObject({ address: '192.0.2.44', port: 5000 })
  expect(last?.format.law).toBe('alaw')
})

it('an offer after a useless answer is still whole', () => {
  const negotiation = ours()
  negotiation.offer()
  negotiation.accept(sdp('m=audio 0 RTP/AVP 8'))
  expect(mediaLines(negotiation.offer('sendonly'))).toEqual(['m=audio 20000 RTP/AVP 8 0 101'])
})

it('puts addresses in the place of names before it reads, and leaves what nobody knows', async () => {
  const known = new Map([['media.example', '192.0.2.50']])
  const resolve = async (name: string) => known.get(name) ?? Promise.reject(new Error('unknown'))
  const named = sdp(AUDIO).replace('c=IN IP4 192.0.2.9', 'c=IN IP4 media.example')
  expect(parseAudio(await withNumericAddresses(named, resolve))?.audio.address).toBe('192.0.2.50')
  const unknown = named.replace('media', 'nowhere')
  expect(await withNumericAddresses(unknown, resolve)).toBe(unknown)
  expect(await withNumericAddresses(sdp(AUDIO), () => Promise.reject(new Error('asked')))).toBe(sdp(AUDIO))
})
