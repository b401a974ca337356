// Offer and answer inside a call (RFC 3264, RFC 3311, RFC 6141, RFC 6337).

import { expect } from 'vitest'
import { field, OFFER, OURS, SDP, sdpWith, type OddPeer } from '../odd-peer.ts'
import type { Exchange } from './exchange.ts'

const answers = async (peer: OddPeer, sdp: string): Promise<void> => {
  peer.us.gateway.answer(peer.us.last('incoming').callId, sdp)
  await peer.settle()
}
const bodyOf = (peer: OddPeer): string | undefined => peer.responses('INVITE').at(-1)?.body.toString()

/** Asks for a fresh offer of ours and answers it. */
const refreshed = async (peer: OddPeer, ours: string, theirs: string): Promise<void> => {
  const before = peer.told('reoffer').length
  await peer.says('INVITE')
  expect(peer.told('reoffer').slice(before)).toMatchObject([{ sdp: undefined }])
  await answers(peer, ours)
  expect(bodyOf(peer)).toBe(ours)
  await peer.says('ACK', { type: SDP, body: theirs })
  expect(peer.us.last('answered').sdp).toBe(theirs)
}

export const offers: readonly Exchange[] = [
  {
    what: 'INVITE without offer: ours goes out, the answer comes in ACK',
    from: 'RFC 3261 13.2.1',
    play: async (peer) => {
      await peer.says('INVITE')
      await answers(peer, 'our offer')
      await peer.says('ACK', { type: SDP, body: OFFER })
      expect(peer.told('answered')).toMatchObject([{ sdp: OFFER }])
      expect(peer.told('established')).toHaveLength(1)
    },
  },
  {
    what: 'INVITE without offer, ACK without answer: told, so that the call can end',
    from: 'RFC 3261 13.2.1',
    play: async (peer) => {
      await peer.says('INVITE')
      await answers(peer, 'our offer')
      await peer.says('ACK')
      expect(peer.told('answered')).toMatchObject([{ sdp: undefined }])
    },
  },
  {
    what: 'INVITE without offer while we talk: a fresh offer, not the last answer again',
    from: 'RFC 6337 4.2',
    play: async (peer) => {
      await peer.talks()
      await refreshed(peer, 'a fresh offer', sdpWith(4010))
    },
  },
  {
    what: 'INVITE without offer while we are held, and the same answer as ever',
    from: 'RFC 6337 5.1',
    play: async (peer) => {
      const held = sdpWith(4000, 'a=sendonly')
      await peer.talks()
      await peer.says('INVITE', { type: SDP, body: held })
      await answers(peer, 'held')
      await peer.says('ACK')
      await refreshed(peer, 'a fresh offer', held)
    },
  },
  {
    what: 'INVITE without offer while we hold, in a call of ours',
    from: 'RFC 6337 5.3',
    play: async (peer) => {
      await peer.talksToo()
      const { callId } = peer.us.last('established')
      void peer.us.gateway.reoffer(callId, 'hold')
      await peer.settle()
      await peer.answers(peer.asked('INVITE'), 200, { type: SDP, body: sdpWith(4000, 'a=recvonly') })
      await peer.says('INVITE')
      expect(peer.us.last('reoffer').sdp).toBeUndefined()
      peer.us.gateway.answer(callId, 'a fresh offer')
      await peer.settle()
      expect(bodyOf(peer)).toBe('a fresh offer')
      await peer.says('ACK', { type: SDP, body: OFFER })
      expect(peer.us.last('answered').sdp).toBe(OFFER)
    },
  },
  {
    what: 'a fresh offer that is declined by silence in ACK: the call goes on as it was',
    from: 'RFC 6337 4.2',
    play: async (peer) => {
      await peer.talks()
      await peer.says('INVITE')
      await answers(peer, 'a fresh offer')
      await peer.says('ACK')
      expect(peer.told('answered')).toEqual([])
      expect(peer.ends).toEqual([])
    },
  },
  {
    what: 'the same offer again is a refresh',
    from: 'RFC 3264 8',
    play: async (peer) => {
      await peer.talks()
      await peer.says('INVITE', { type: SDP, body: OFFER })
      expect(bodyOf(peer)).toBe(OURS)
      await peer.says('ACK')
      expect(peer.told('reoffer')).toEqual([])
    },
  },
  {
    what: 'the same description as an offer that was an answer before: it is answered afresh',
    from: 'RFC 3264 8',
    play: async (peer) => {
      await peer.talksToo()
      await peer.says('INVITE', { type: SDP, body: OFFER })
      expect(peer.us.last('reoffer').sdp).toBe(OFFER)
      peer.us.gateway.answer(peer.us.last('reoffer').callId, 'an answer')
      await peer.settle()
      expect(bodyOf(peer)).toBe('an answer')
      await peer.says('ACK')
    },
  },
  {
    what: 'an ACK with the branch of its INVITE, first and later ones',
    from: 'pjsip/pjproject#1045',
    play: async (peer) => {
      await peer.says('INVITE')
      await answers(peer, 'our offer')
      await peer.says('ACK', { branch: 'z9hG4bK-INVITE-1', type: SDP, body: OFFER })
      await peer.says('INVITE')
      await answers(peer, 'our second offer')
      await peer.says('ACK', { branch: 'z9hG4bK-INVITE-2', type: SDP, body: sdpWith(4010) })
      expect(peer.told('answered')).toMatchObject([{ sdp: OFFER }, { sdp: sdpWith(4010) }])
    },
  },
  {
    what: 'another version alone is another offer',
    from: 'RFC 3264 8',
    play: async (peer) => {
      await peer.talks()
      await peer.says('UPDATE', { type: SDP, body: OFFER.replace('o=- 7 1', 'o=- 7 2') })
      expect(peer.told('reoffer')).toHaveLength(1)
    },
  },
  {
    what: 'a second offer before we answered the first: 500 with Retry-After, by INVITE and by UPDATE',
    from: 'RFC 3261 14.2, RFC 3311 5.2',
    play: async (peer) => {
      await peer.talks()
      await peer.says('INVITE', { type: SDP, body: sdpWith(4010) })
      await peer.says('UPDATE', { type: SDP, body: sdpWith(4012) })
      await peer.says('INVITE', { type: SDP, body: sdpWith(4014) })
      expect([...peer.statuses('UPDATE'), ...peer.statuses('INVITE').slice(1)]).toEqual([500, 500])
      expect(Number(field(peer.responses('UPDATE')[0], 'retry-after'))).toBeLessThanOrEqual(10)
    },
  },
  {
    what: 'UPDATE without description while an offer waits, and before the call is answered',
    from: 'RFC 3311 5.1',
    play: async (peer) => {
      await peer.says('INVITE', { type: SDP, body: OFFER })
      peer.us.gateway.ring(peer.us.last('incoming').callId)
      await peer.settle()
      await peer.says('UPDATE')
      await peer.says('UPDATE', { type: SDP, body: sdpWith(4010) })
      expect(peer.statuses('UPDATE')).toEqual([200, 500])
      await answers(peer, OURS)
      await peer.says('ACK', { number: 1 })
      expect(peer.told('established')).toHaveLength(1)
    },
  },
  {
    what: 'an offer that overtakes the ACK shows that our answer arrived',
    from: 'RFC 5407 3.1.5',
    play: async (peer) => {
      await peer.says('INVITE', { type: SDP, body: OFFER })
      await answers(peer, OURS)
      await peer.says('INVITE', { type: SDP, body: sdpWith(4010) })
      expect(peer.told('established')).toHaveLength(1)
      expect(peer.told('reoffer')).toHaveLength(1)
      await answers(peer, 'second')
      await peer.says('ACK')
    },
  },
  {
    what: 'an offer while ours waits for its answer in ACK: 491',
    from: 'RFC 5407 3.1.5',
    play: async (peer) => {
      await peer.says('INVITE')
      await answers(peer, 'our offer')
      await peer.says('INVITE', { type: SDP, body: OFFER })
      expect(peer.statuses('INVITE')).toEqual([200, 491])
      await peer.says('ACK', { number: 1, type: SDP, body: OFFER })
      expect(peer.told('established')).toHaveLength(1)
    },
  },
  {
    what: 'both offer at once: 491 both ways, and we try again after our wait',
    from: 'RFC 3261 14.1',
    play: async (peer) => {
      const callId = await peer.talks()
      void peer.us.gateway.reoffer(callId, 'hold')
      await peer.settle()
      await peer.says('INVITE', { type: SDP, body: sdpWith(4010) })
      expect(peer.statuses('INVITE').at(-1)).toBe(491)
      await peer.answers(peer.asked('INVITE'), 491)
      await peer.settle(2100)
      expect(new Set(peer.requests('INVITE').map(({ cseq }) => cseq.number)).size).toBe(2)
      await peer.answers(peer.asked('INVITE'), 200, { type: SDP, body: OFFER })
      expect(peer.ends).toEqual([])
    },
  },
  {
    what: 'an offer of ours that rings and is never answered does not outlive the call',
    from: 'RFC 3261 17.1.1.2',
    play: async (peer) => {
      const callId = await peer.talks()
      void peer.us.gateway.reoffer(callId, 'hold')
      await peer.settle()
      await peer.answers(peer.asked('INVITE'), 180)
      peer.us.gateway.hangUp(callId)
      await peer.settle()
      await peer.answers(peer.asked('BYE'), 200)
      expect(peer.ends).toEqual([{ kind: 'hungUp', by: 'local' }])
    },
  },
  {
    what: 'an offer of ours that is refused leaves the call as it was',
    from: 'RFC 3261 14.1',
    play: async (peer) => {
      const callId = await peer.talks()
      for (const status of [488, 403, 500, 503, 606]) {
        void peer.us.gateway.reoffer(callId, 'hold')
        await peer.settle()
        await peer.answers(peer.asked('INVITE'), status)
      }
      expect(peer.ends).toEqual([])
      await peer.says('INFO')
      expect(peer.statuses('INFO')).toEqual([200])
    },
  },
  ...[481, 408].map((status) => ({
    what: `an offer of ours that is answered ${status} ends the call`,
    from: 'RFC 3261 14.1',
    play: async (peer: OddPeer) => {
      const callId = await peer.talks()
      void peer.us.gateway.reoffer(callId, 'hold')
      await peer.settle()
      await peer.answers(peer.asked('INVITE'), status)
      expect(peer.ends).toMatchObject([{ kind: 'lost', detail: 'unknownToPeer' }])
      expect(peer.requests('BYE')).toHaveLength(1)
    },
  })),
]
