// Heads as people write them: bytes beyond UTF-8, compact names, folding, quotes (RFC 3261 section 7.3, RFC 4475).

import { expect } from 'vitest'
import { OFFER, SDP, serialised, type OddPeer } from '../odd-peer.ts'
import type { Exchange } from './exchange.ts'

/** Bytes that are no UTF-8, as text. */
const GBK = '\udcd5\udcc5\udcc8\udcfd'
const LATIN = 'Ren\udce9'

const wire = (text: string): string => Buffer.from(text.replace(/[\udc80-\udcff]/g, ''), 'utf8').toString('latin1')

const caller = (what: string, from: string, address: string, told: object): Exchange => ({
  what,
  from,
  play: async (peer) => {
    await peer.says('INVITE', { from: address, type: SDP, body: OFFER })
    expect(peer.us.last('incoming').from).toMatchObject(told)
    peer.us.gateway.answer(peer.us.last('incoming').callId, 'answer')
    await peer.settle()
    const [answer] = peer.responses('INVITE')
    expect(answer?.from.text).toBe(address)
    peer.us.gateway.hangUp(peer.us.last('incoming').callId)
    await peer.says('ACK', { from: address })
    expect(peer.asked('BYE').to.text).toBe(address)
  },
})

const TAG = ';tag=peer-tag'

const odd = (what: string, from: string, play: (peer: OddPeer) => Promise<void>): Exchange => ({ what, from, play })

export const heads: readonly Exchange[] = [
  caller('a caller’s name in Latin-1', 'seen at carriers', `"${LATIN}" <sip:2002@peer>${TAG}`, { user: '2002' }),
  caller('a caller’s name in GBK, without quotes', 'seen at carriers', `${GBK} <sip:2002@peer>${TAG}`, { user: '2002' }),
  caller('a caller’s name in UTF-8, without quotes', 'RFC 3261 25.1', `张三 <sip:2002@peer>${TAG}`, { displayName: '张三' }),
  caller('quotes, escapes, commas and brackets in a name', 'RFC 4475 3.1.1.1', `"a \\"b\\", <c>;x\\\\" <sip:2002@peer>${TAG}`, {
    displayName: 'a "b", <c>;x\\',
  }),
  caller('an address without brackets', 'RFC 3261 20.20', `sip:2002@peer;X=1${TAG}`, { user: '2002' }),
  caller('a telephone number', 'RFC 3966 5', `<tel:+86-21-5555;ext=12;phone-context=+86>;Y="a;b"${TAG}`, { user: '+86-21-5555' }),
  caller('parameters of the user, in another case', 'RFC 3398 12', `<SIP:2002;CPC=ordinary;npdi@PEER;User=Phone>${TAG}`, {
    user: '2002;CPC=ordinary;npdi',
  }),
  caller('a name that was quoted twice', 'erlnets/nksip#20', `""unknown"" <sip:2002@peer>${TAG}`, { displayName: 'unknown' }),
  caller('an empty name', 'theintencity/sip-js#3', `"" <sip:2002@peer>;epid=a22edc020e${TAG}`, { displayName: '' }),
  caller('who does not want to be known', 'RFC 3323 4.1', `"Anonymous" <sip:anonymous@anonymous.invalid>${TAG}`, { user: '' }),
  odd('a Call-ID of bytes that are no UTF-8', 'RFC 3261 8.1.1.4', async (peer) => {
    await peer.says('INVITE', { callId: `${GBK}@peer`, type: SDP, body: OFFER })
    peer.us.gateway.reject(peer.us.last('incoming').callId, 486)
    await peer.settle()
    expect(peer.responses('INVITE')[0]?.callId).toBe(`${GBK}@peer`)
  }),
  odd('several Vias with odd spelling are repeated as they came', 'RFC 3261 8.2.6.2', async (peer) => {
    const vias = [
      'v: SIP / 2.0 / TCP  proxy.example : 5070 ;Branch="odd";X=\udcff',
      'VIA: sip/2.0/UDP [2001:db8::1];branch=z9hG4bKb, SIP/2.0/SCTP c.example;branch=z9hG4bKc',
    ]
    await peer.says('INVITE', { headers: vias, type: SDP, body: OFFER })
    peer.us.gateway.reject(peer.us.last('incoming').callId, 486)
    await peer.settle()
    expect(
      peer
        .responses('INVITE')[0]
        ?.vias.slice(1)
        .map(({ text }) => text),
    ).toEqual([
      'SIP / 2.0 / TCP  proxy.example : 5070 ;Branch="odd";X=\udcff',
      'sip/2.0/UDP [2001:db8::1];branch=z9hG4bKb',
      'SIP/2.0/SCTP c.example;branch=z9hG4bKc',
    ])
  }),
  odd('Record-Route comes back as Route, and Contact as Request-URI, byte for byte', 'RFC 3261 12.2.1.1', async (peer) => {
    await peer.talks({
      type: SDP,
      body: OFFER,
      headers: ['Record-Route: <sip:p1@peer;LR;ftag=A%42>;X="\udce9,"', 'Record-Route:  <sip:p2@peer;lr>'],
      contact: '"x" <sip:%32002;A=b@peer:5060;Transport=UDP;ob>;+sip.instance="<urn:x>"',
    })
    peer.us.gateway.hangUp(peer.us.last('incoming').callId)
    await peer.settle()
    const bye = peer.asked('BYE')
    expect(bye.uri.text).toBe('sip:%32002;A=b@peer:5060;Transport=UDP;ob')
    expect(bye.headers.filter(({ name }) => name === 'route').map(({ value }) => value)).toEqual([
      '<sip:p1@peer;LR;ftag=A%42>;X="\udce9,"',
      '<sip:p2@peer;lr>',
    ])
  }),
  odd('folded lines, compact names, an empty Supported', 'RFC 4475 3.1.1.1', async (peer) => {
    await peer.says('INVITE', {
      headers: ['s : folded', ' \tsubject', 'K:', 'Require:\r\n\t 100rel ,\r\n  timer'],
      type: 'c\t:\r\n application/sdp',
      body: OFFER,
    })
    expect(peer.us.last('incoming')).toMatchObject({
      offerSdp: OFFER,
      headers: expect.arrayContaining([{ name: 'subject', value: 'folded subject' }]),
    })
  }),
  odd('an answer whose Contact has quotes and equals signs in a parameter', 'onsip/SIP.js#419', async (peer) => {
    await peer.answers(await peer.called(), 200, {
      type: SDP,
      body: OFFER,
      contact: '<sip:2002@peer;thinfo="VG8+PoIU/sWAZZw/BCEaSdGA=";x=a==>',
    })
    expect(peer.asked('ACK').uri.text).toBe('sip:2002@peer;thinfo="VG8+PoIU/sWAZZw/BCEaSdGA=";x=a==')
  }),
  odd('fields and parameters that nobody knows', 'RFC 3261 8.2.2', async (peer) => {
    await peer.says('INVITE', {
      headers: ['X-Odd: a;b="c,d"', 'P-Charging-Vector: icid-value=1;orig-ioi=a', 'Proxy-Require: unknown'],
      type: SDP,
      body: OFFER,
    })
    expect(peer.us.last('incoming').offerSdp).toBe(OFFER)
  }),
  odd('a demand that we cannot meet', 'RFC 3261 8.2.2.3', async (peer) => {
    await peer.says('INVITE', { headers: ['Require: timer, Precondition', 'Require: 100rel'], type: SDP, body: OFFER })
    expect(peer.statuses('INVITE')).toEqual([420])
    expect(serialised(peer.got.at(-1) ?? expect.fail('nothing'), 'Unsupported')).toBe(wire('precondition'))
  }),
]
