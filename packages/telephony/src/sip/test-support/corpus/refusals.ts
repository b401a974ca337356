// Final responses to a call of ours, and what they tell (RFC 3261 sections 8.1.3 and 21, RFC 3326, RFC 8760).

import { expect } from 'vitest'
import type { EndCause } from '../../dialog/call-event.ts'
import { field, OFFER, SDP } from '../odd-peer.ts'
import type { Exchange } from './exchange.ts'

type Refusal = { what: string; from: string; status: number; headers?: string[]; isdnCause?: number; redirects?: string[] }

const REFUSALS: readonly Refusal[] = [
  { what: 'busy', from: 'RFC 3261 21.4.24', status: 486 },
  { what: 'busy behind a gateway', from: 'RFC 3326 2', status: 503, headers: ['Reason: Q.850;cause=17;text="User busy"'], isdnCause: 17 },
  {
    what: 'several reasons in one field, quotes and commas in their texts',
    from: 'RFC 3326 2',
    status: 480,
    headers: ['Reason: SIP;cause=480;text="a, Q.850;cause=1", q.850 ; CAUSE=20'],
    isdnCause: 20,
  },
  {
    what: 'several reasons in several fields, the first unreadable',
    from: 'RFC 3326 2',
    status: 500,
    headers: ['Reason: Q.850;cause=x', 'REASON: Q.850;cause="34"'],
    isdnCause: 34,
  },
  {
    what: 'no room, come again later',
    from: 'RFC 3261 20.33',
    status: 503,
    headers: ['Retry-After: 120 (I am in a meeting);duration=3600'],
  },
  { what: 'a status that nobody knows', from: 'RFC 3261 8.1.3.2', status: 499 },
  { what: 'nobody wants it', from: 'RFC 8197 4', status: 607 },
  { what: 'an extension that it lacks', from: 'RFC 3261 21.4.15', status: 420, headers: ['Unsupported: timer'] },
  {
    what: 'moved: contacts in the order in which they are wanted',
    from: 'RFC 3261 8.1.3.4',
    status: 302,
    headers: ['m: <sip:c@peer>;q=0.2, "b, B" <sip:b;rn=7@peer;transport=TCP>;q=0.5', 'Contact: <sip:a@peer>, <sip:bb@peer>;Q=0.50'],
    redirects: ['sip:a@peer', 'sip:b;rn=7@peer;transport=TCP', 'sip:bb@peer', 'sip:c@peer'],
  },
  {
    what: 'moved: what cannot be called is left out',
    from: 'RFC 3261 19.1.5',
    status: 301,
    headers: ['Contact: <mailto:a@peer>, <sip:b@peer?Subject=x>, <sips:c@peer>;q=1.5, sip:d@peer;q=0'],
    redirects: ['sips:c@peer', 'sip:d@peer'],
  },
  { what: 'moved, but nobody says where', from: 'RFC 3261 21.3', status: 305 },
  {
    what: 'a challenge without a password to answer it',
    from: 'RFC 3261 22.2',
    status: 401,
    headers: ['WWW-Authenticate: Digest realm="r", nonce="n"'],
  },
]

const refusal = ({ what, from, status, headers = [], isdnCause, redirects = [] }: Refusal): Exchange => ({
  what: `${status}: ${what}`,
  from,
  play: async (peer) => {
    await peer.answers(await peer.called(), status, { headers })
    const [cause] = peer.ends as EndCause[]
    expect(cause).toMatchObject({ kind: 'rejected', by: 'remote', status, isdnCause })
    expect(cause?.kind === 'rejected' && cause.by === 'remote' && cause.redirects.map(({ text }) => text)).toEqual(redirects)
    expect(peer.requests('ACK')).toHaveLength(1)
  },
})

const challenge = (what: string, lines: string[], algorithm: string): Exchange => ({
  what,
  from: 'RFC 8760 2.4',
  play: async (peer) => {
    await peer.answers(await peer.called({ credentials: { username: '4001', password: 'secret' } }), 407, { headers: lines })
    expect(field(peer.asked('INVITE'), 'proxy-authorization')).toContain(`algorithm=${algorithm}`)
    expect(peer.asked('INVITE').cseq.number).toBe(2)
    await peer.answers(peer.asked('INVITE'), 200, { type: SDP, body: OFFER })
    expect(peer.told('answered')).toHaveLength(1)
  },
})

export const refusals: readonly Exchange[] = [
  ...REFUSALS.map(refusal),
  challenge(
    'several challenges, the strongest of them unknown',
    ['SHA-512-256', 'MD5', 'SHA-256'].map((name) => `Proxy-Authenticate: Digest realm="r", nonce="${name}", algorithm=${name}, qop="auth"`),
    'SHA-256',
  ),
  challenge(
    'a challenge of another scheme beside ours',
    ['Proxy-Authenticate: NTLM realm="r"', 'Proxy-Authenticate: DIGEST  Realm="r,\\"s\\"" , nonce="n",qop="auth-int,auth"'],
    'MD5',
  ),
  {
    what: 'a challenge to a request inside a call',
    from: 'RFC 3261 22.3',
    play: async (peer) => {
      const invite = await peer.called({ credentials: { username: '4001', password: 'secret' } })
      await peer.answers(invite, 200, { type: SDP, body: OFFER })
      peer.us.gateway.hangUp(peer.us.last('established').callId)
      await peer.settle()
      await peer.answers(peer.asked('BYE'), 407, { headers: ['Proxy-Authenticate: Digest realm="r", nonce="n"'] })
      expect(field(peer.asked('BYE'), 'proxy-authorization')).toContain('username="4001"')
      await peer.answers(peer.asked('BYE'), 200)
    },
  },
]
