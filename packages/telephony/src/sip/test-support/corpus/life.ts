// What happens in a call that stands, and how it ends (RFC 3261 sections 12 and 15, RFC 4028).

import { expect } from 'vitest'
import { field, OFFER, SDP, type OddPeer } from '../odd-peer.ts'
import type { Exchange } from './exchange.ts'

const timer = (text: string): { type: string; body: string; headers: string[] } => ({
  type: SDP,
  body: OFFER,
  headers: ['k: timer', `x: ${text}`],
})

const ping = (method: string, status: number): Exchange => ({
  what: `${method} in a call, to see whether we are there`,
  from: 'RFC 3261 11.2',
  play: async (peer) => {
    await peer.talks()
    await peer.says(method)
    expect(peer.statuses(method)).toEqual([status])
    expect(peer.ends).toEqual([])
  },
})

/** We refresh; the peer says this. */
const refresh = (what: string, from: string, play: (peer: OddPeer) => Promise<void>): Exchange => ({
  what,
  from,
  play: async (peer) => {
    await peer.talks(timer('200;refresher=uas'))
    expect(field(peer.responses('INVITE')[0], 'session-expires')).toBe('200;refresher=uas')
    await peer.settle(101_000)
    await play(peer)
  },
})

export const life: readonly Exchange[] = [
  ping('OPTIONS', 200),
  ping('INFO', 200),
  ping('UPDATE', 200),
  ping('MESSAGE', 501),
  ping('SUBSCRIBE', 501),
  refresh('our refresh is answered without timer: nothing expires any more', 'RFC 4028 7.2', async (peer) => {
    await peer.answers(peer.asked('INVITE'), 200, { type: SDP, body: OFFER })
    peer.onRequest = (request) => void peer.answers(request, 405)
    await peer.settle(1_000_000)
    expect(peer.ends).toEqual([])
  }),
  ...[481, undefined].map((status) => ({
    what: `a peer without timer that is gone (${status ?? 'silent'}) is found out`,
    from: 'RFC 3261 12.2.1.2',
    play: async (peer: OddPeer) => {
      await peer.talksToo()
      expect(peer.requests('OPTIONS')).toEqual([])
      if (status !== undefined) peer.onRequest = (request) => void peer.answers(request, status)
      await peer.settle(380_000)
      expect(peer.requests('OPTIONS').length).toBeGreaterThan(0)
      expect(peer.ends).toMatchObject([{ kind: 'lost', detail: status === undefined ? 'timeout' : 'unknownToPeer' }])
    },
  })),
  refresh('our refresh is too short: we try again with what is wanted', 'RFC 4028 7.3', async (peer) => {
    await peer.answers(peer.asked('INVITE'), 422, { headers: ['Min-SE: 600'] })
    expect([field(peer.asked('INVITE'), 'session-expires'), field(peer.asked('INVITE'), 'min-se')]).toEqual(['600', '600'])
    await peer.answers(peer.asked('INVITE'), 200, { type: SDP, body: OFFER, headers: ['Session-Expires: 600;refresher=uac'] })
    expect(peer.ends).toEqual([])
  }),
  refresh('our refresh is refused for the moment: we try again before the session expires', 'RFC 4028 7.4', async (peer) => {
    await peer.answers(peer.asked('INVITE'), 500, { headers: ['Retry-After: 5'] })
    await peer.settle(51_000)
    await peer.answers(peer.asked('INVITE'), 200, { type: SDP, body: OFFER, headers: ['Session-Expires: 200;refresher=uac'] })
    await peer.settle(60_000)
    expect(peer.ends).toEqual([])
  }),
  refresh('our refresh finds no call there', 'RFC 4028 7.4', async (peer) => {
    await peer.answers(peer.asked('INVITE'), 481)
    expect(peer.ends).toMatchObject([{ kind: 'lost', detail: 'unknownToPeer' }])
  }),
  refresh('our refresh finds nobody', 'RFC 4028 7.4', async (peer) => {
    await peer.settle(40_000)
    expect(peer.ends).toMatchObject([{ kind: 'lost', detail: 'timeout' }])
    expect(peer.requests('BYE').length).toBeGreaterThan(0)
  }),
  {
    what: 'a peer that takes UPDATE is refreshed by it, without description',
    from: 'RFC 4028 7.4',
    play: async (peer) => {
      await peer.talks({
        ...timer('200; Refresher=UAS'),
        headers: ['Supported: TIMER', 'Session-Expires: 200 ;Refresher=UAS', 'Allow: INVITE, UPDATE'],
      })
      await peer.settle(101_000)
      expect(peer.asked('UPDATE').body.length).toBe(0)
      await peer.answers(peer.asked('UPDATE'), 200, { headers: ['Session-Expires: 200;refresher=uac'] })
      await peer.settle(101_000)
      await peer.answers(peer.asked('UPDATE'), 200)
      expect(new Set(peer.requests('UPDATE').map(({ cseq }) => cseq.number)).size).toBe(2)
    },
  },
  {
    what: 'the peer refreshes by UPDATE without description, and by INVITE with the same one; then no more: the call ends',
    from: 'RFC 4028 10',
    play: async (peer) => {
      await peer.talks(timer('120;refresher=uac'))
      for (const [method, said] of [
        ['UPDATE', {}],
        ['INVITE', { type: SDP, body: OFFER }],
      ] as const) {
        await peer.settle(60_000)
        await peer.says(method, { ...said, headers: ['Supported: timer', 'Session-Expires: 120;refresher=uac'] })
        if (method === 'INVITE') await peer.says('ACK')
      }
      expect(peer.ends).toEqual([])
      await peer.settle(95_000)
      expect(peer.ends).toMatchObject([{ kind: 'lost', detail: 'expired' }])
      expect(peer.requests('BYE').length).toBeGreaterThan(0)
    },
  },
  {
    what: 'a session that is too short for us',
    from: 'RFC 4028 9',
    play: async (peer) => {
      await peer.says('INVITE', timer('30'))
      expect(peer.statuses('INVITE')).toEqual([422])
      expect(field(peer.responses('INVITE')[0], 'min-se')).toBe('90')
    },
  },
  {
    what: 'our own call is too short for the peer',
    from: 'RFC 4028 7.3',
    play: async (peer) => {
      await peer.answers(await peer.called(), 422, { headers: ['Min-SE: 3600 '] })
      expect([field(peer.asked('INVITE'), 'session-expires'), field(peer.asked('INVITE'), 'min-se')]).toEqual(['3600', '3600'])
      expect(peer.ends).toEqual([])
    },
  },
  {
    what: 'BYE with a reason, compact names and an odd but lawful spelling',
    from: 'RFC 3326 2',
    play: async (peer) => {
      await peer.talks()
      await peer.says('BYE', { headers: ['Reason: Q.850 ;cause=16 ;text="Normal; \\"clearing\\", really"', 'k:'] })
      expect(peer.statuses('BYE')).toEqual([200])
      expect(peer.ends).toEqual([{ kind: 'hungUp', by: 'remote', isdnCause: 16 }])
    },
  },
  {
    what: 'BYE of the called side before its answer: its final response decides',
    from: 'RFC 3261 15',
    play: async (peer) => {
      const invite = await peer.called()
      await peer.answers(invite, 180)
      await peer.says('BYE')
      expect(peer.ends).toEqual([])
      await peer.answers(invite, 480)
      expect(peer.ends).toMatchObject([{ kind: 'rejected', status: 480 }])
    },
  },
  {
    what: 'BYE of the caller before our answer',
    from: 'RFC 3261 15.1.1',
    play: async (peer) => {
      await peer.says('INVITE', { type: SDP, body: OFFER })
      peer.us.gateway.ring(peer.us.last('incoming').callId)
      await peer.settle()
      await peer.says('BYE')
      expect([...peer.statuses('BYE'), peer.statuses('INVITE').at(-1)]).toEqual([200, 487])
    },
  },
  {
    what: 'CANCEL that crosses our answer changes nothing; BYE before the ACK does',
    from: 'versatica/JsSIP#597',
    play: async (peer) => {
      await peer.says('INVITE', { type: SDP, body: OFFER })
      peer.us.gateway.answer(peer.us.last('incoming').callId, 'answer')
      await peer.settle()
      await peer.says('CANCEL')
      expect([...peer.statuses('CANCEL'), ...peer.statuses('INVITE')]).toEqual([200, 200])
      expect(peer.ends).toEqual([])
      await peer.says('BYE')
      await peer.settle(5000)
      expect(peer.ends).toEqual([{ kind: 'hungUp', by: 'remote' }])
      expect(peer.statuses('INVITE')).toEqual([200])
    },
  },
  {
    what: 'we hang up and our answer was never acknowledged: BYE all the same',
    from: 'pjsip/pjproject#1857',
    play: async (peer) => {
      await peer.says('INVITE', { type: SDP, body: OFFER })
      const { callId } = peer.us.last('incoming')
      peer.us.gateway.answer(callId, 'answer')
      peer.us.gateway.hangUp(callId)
      await peer.settle(20_000)
      expect(peer.requests('BYE')).toEqual([])
      await peer.settle(20_000)
      expect(peer.requests('BYE').length).toBeGreaterThan(0)
      expect(peer.ends).toEqual([{ kind: 'hungUp', by: 'local' }])
    },
  },
  {
    what: 'CANCEL with a reason, which crosses nothing',
    from: 'RFC 3326 2',
    play: async (peer) => {
      await peer.says('INVITE', { type: SDP, body: OFFER })
      await peer.says('CANCEL', { headers: ['Reason: SIP;cause=200;text="Call completed elsewhere"', 'Require: unknown'] })
      expect([...peer.statuses('CANCEL'), ...peer.statuses('INVITE')]).toEqual([200, 487])
      expect(peer.ends).toEqual([{ kind: 'cancelled', by: 'remote' }])
    },
  },
]
