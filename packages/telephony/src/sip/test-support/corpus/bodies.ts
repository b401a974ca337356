// Bodies: several parts, labels, encodings (RFC 5621, RFC 2046).

import { expect } from 'vitest'
import { OFFER, OURS, SDP, type OddPeer } from '../odd-peer.ts'
import type { Exchange } from './exchange.ts'

type Part = { lines: readonly string[]; text: string }

const lf = (text: string): string => text.replaceAll('\r\n', '\n')

const multipart = (parts: readonly Part[], boundary = 'b'): string =>
  `${parts.map(({ lines, text }) => `--${boundary}\r\n${lines.map((line) => `${line}\r\n`).join('')}\r\n${text}\r\n`).join('')}--${boundary}--\r\n`

const session: Part = { lines: [SDP], text: OFFER }
const isup: Part = {
  lines: ['Content-Type: application/ISUP;version=itu-t92+', 'Content-Disposition: signal;handling=optional'],
  text: '\u0001\0',
}
const place: Part = { lines: ['Content-Type: application/pidf+xml', 'Content-ID: <place@peer>'], text: '<presence/>' }
const needed: Part = { lines: ['Content-Type: application/x-needed', 'Content-Disposition: render;handling=required'], text: 'x' }

type Arriving = readonly [what: string, from: string, type: string, body: string, offer?: string | null]

/** The call arrives with this offer. */
const arrives = ([what, from, type, body, offer = OFFER]: Arriving): Exchange => ({
  what,
  from,
  play: async (peer) => {
    await peer.says('INVITE', { headers: ['MIME-Version: 1.0'], type: `Content-Type: ${type}`, body })
    expect(peer.statuses('INVITE')).toEqual([])
    expect(peer.us.last('incoming').offerSdp?.trim()).toBe(offer?.trim())
  },
})

const refused = (what: string, from: string, said: { type: string; headers?: string[]; body: string }): Exchange => ({
  what,
  from,
  play: async (peer) => {
    await peer.says('INVITE', { ...said, type: `Content-Type: ${said.type}` })
    expect(peer.statuses('INVITE')).toEqual([415])
    expect(peer.responses('INVITE')[0]?.headers).toContainEqual({ name: 'accept', value: expect.stringContaining('application/sdp') })
    expect(peer.us.events).toEqual([])
  },
})

const answered = async (peer: OddPeer, status: number, said: { type: string; body: string }): Promise<void> => {
  const invite = await peer.called()
  await peer.answers(invite, status, said)
}

export const bodies: readonly Exchange[] = [
  arrives(['session before another part', 'RFC 5621 3.1', 'multipart/mixed;boundary=b', multipart([session, isup])]),
  arrives(['session after another part', 'RFC 3204 3', 'multipart/mixed;boundary=b', multipart([isup, session])]),
  arrives([
    'boundary in quotes, with odd characters',
    'RFC 2046 5.1.1',
    'multipart/mixed; boundary="a; b=\'c"',
    multipart([isup, session], "a; b='c"),
  ]),
  arrives(['Multipart/Mixed in another case', 'RFC 3261 7.3.1', 'Multipart/MIXED;BOUNDARY=b', multipart([session, place])]),
  arrives([
    'preamble and epilogue',
    'RFC 2046 5.1.1',
    'multipart/mixed;boundary=b',
    `no part\r\n--bb\r\n${multipart([session])}no part\r\n`,
  ]),
  arrives(['no last delimiter', 'seen at carriers', 'multipart/mixed;boundary=b', multipart([session]).replace('--b--\r\n', '')]),
  arrives(['lines that end in LF alone', 'seen at carriers', 'multipart/mixed;boundary=b', lf(multipart([isup, session])), lf(OFFER)]),
  arrives([
    'a part without header fields',
    'RFC 2046 5.1',
    'multipart/mixed;boundary=b',
    multipart([{ lines: [], text: 'plain' }, session]),
  ]),
  arrives([
    'the last alternative that we know',
    'RFC 5621 4.2',
    'multipart/alternative;boundary=b',
    multipart([{ lines: [SDP], text: OURS }, session, place]),
  ]),
  arrives([
    'what is related begins with its root',
    'RFC 2387 3.2',
    'multipart/related;boundary=b;start="<s@p>";type="application/sdp"',
    multipart([
      { lines: [SDP], text: OURS },
      { lines: ['Content-ID: <s@p>', SDP], text: OFFER },
    ]),
  ]),
  arrives([
    'one multipart inside another',
    'RFC 5621 4',
    'multipart/mixed;boundary=outer',
    multipart(
      [isup, { lines: ['Content-Type: multipart/alternative;boundary=outer-in'], text: multipart([session], 'outer-in') }],
      'outer',
    ),
  ]),
  arrives([
    'session in base64',
    'RFC 2045 6.8',
    'multipart/mixed;boundary=b',
    multipart([{ lines: [SDP, 'Content-Transfer-Encoding: BASE64'], text: Buffer.from(OFFER).toString('base64') }]),
  ]),
  arrives([
    'session in quoted-printable',
    'RFC 2045 6.7',
    'multipart/mixed;boundary=b',
    multipart([
      { lines: [SDP, 'Content-Transfer-Encoding: quoted-printable'], text: OFFER.replaceAll('=', '=3D').replace('IN IP4', 'IN=\r\n IP4') },
    ]),
  ]),
  arrives([
    'session that is an icon is no offer',
    'RFC 3261 20.11',
    'multipart/mixed;boundary=b',
    multipart([{ lines: [SDP, 'Content-Disposition: early-session;handling=optional'], text: OURS }, session]),
  ]),
  arrives(['parameters and another case on application/sdp', 'RFC 3261 20.15', 'Application/SDP ; charset="UTF-8"', OFFER]),
  arrives(['nothing but an optional part: the offer is ours', 'RFC 5621 8.3', 'multipart/mixed;boundary=b', multipart([isup]), null]),
  {
    what: 'a foreign body that is optional: the offer is ours',
    from: 'RFC 3261 20.11',
    play: async (peer) => {
      await peer.says('INVITE', { type: 'c: application/isup', headers: ['Content-Disposition: signal ; handling = Optional'], body: 'x' })
      expect(peer.us.last('incoming').offerSdp).toBeUndefined()
    },
  },
  refused('a foreign body that must be understood', 'RFC 3261 21.4.13', { type: 'application/isup', body: 'x' }),
  refused('a foreign part that must be understood', 'RFC 5621 8.3', {
    type: 'multipart/mixed;boundary=b',
    body: multipart([session, needed]),
  }),
  refused('a packed body', 'RFC 3261 20.12', { type: 'application/sdp', headers: ['Content-Encoding: gzip'], body: 'x' }),
  refused('a multipart without boundary', 'RFC 2046 5.1.1', { type: 'multipart/mixed', body: multipart([session]) }),
  {
    what: 'early media and answer in several parts',
    from: 'RFC 5621 3.1',
    play: async (peer) => {
      const said = { type: 'Content-Type: multipart/mixed;boundary=b', body: multipart([isup, session]) }
      await answered(peer, 183, said)
      await peer.answers(peer.asked('INVITE'), 200, said)
      expect(peer.told('progress')).toMatchObject([{ status: 183, sdp: OFFER }])
      expect(peer.told('answered')).toMatchObject([{ sdp: OFFER }])
    },
  },
  {
    what: 'the answer to our offer in an ACK of several parts',
    from: 'RFC 3261 13.2.2.4',
    play: async (peer) => {
      await peer.says('INVITE')
      peer.us.gateway.answer(peer.us.last('incoming').callId, OURS)
      await peer.settle()
      await peer.says('ACK', { type: 'Content-Type: multipart/mixed;boundary=b', body: multipart([isup, session]) })
      expect(peer.told('answered')).toMatchObject([{ sdp: OFFER }])
    },
  },
  {
    what: 'a changed offer in several parts, in UPDATE and in INVITE',
    from: 'RFC 3311 5.2',
    play: async (peer) => {
      const callId = await peer.talks()
      for (const [method, port] of [
        ['UPDATE', 4002],
        ['INVITE', 4004],
      ] as const) {
        const text = OFFER.replace('4000', String(port))
        await peer.says(method, { type: 'Content-Type: multipart/mixed;boundary=b', body: multipart([isup, { lines: [SDP], text }]) })
        expect(peer.us.last('reoffer').sdp).toBe(text)
        peer.us.gateway.answer(callId, OURS)
        await peer.settle()
      }
      await peer.says('ACK')
      expect(peer.statuses('UPDATE')).toEqual([200])
    },
  },
]
