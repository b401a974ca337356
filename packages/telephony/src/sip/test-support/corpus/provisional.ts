// What a called side says before its answer: forks, early media, responses that want to be acknowledged (RFC 3261 section
// 13.2, RFC 3262, RFC 6228).

import { expect } from 'vitest'
import { field, OFFER, SDP, sdpWith, type OddPeer } from '../odd-peer.ts'
import type { Exchange } from './exchange.ts'

const early = { type: SDP, body: OFFER }
const reliable = (number: number, more: object = {}) => ({ headers: ['Require: 100rel', `RSeq: ${number}`], ...more })

const acknowledged = (peer: OddPeer): (string | undefined)[] => peer.requests('PRACK').map((prack) => field(prack, 'rack'))

/** We call; these provisional responses come, then an answer. */
const progress = (what: string, from: string, said: readonly (readonly [status: number, said?: object])[]): Exchange => ({
  what,
  from,
  play: async (peer) => {
    const invite = await peer.called()
    for (const [status, more] of said) await peer.answers(invite, status, more)
    expect(peer.ends).toEqual([])
    expect(peer.told('progress').map((event) => event.type === 'progress' && event.status)).toEqual(said.map(([status]) => status))
    await peer.answers(invite, 200, early)
    expect(peer.told('answered')).toMatchObject([{ sdp: OFFER }])
    expect(peer.requests('ACK')).toHaveLength(1)
  },
})

export const provisional: readonly Exchange[] = [
  progress('181, 182 and 183 without description, then 180', 'RFC 3261 21.1', [[181], [182], [183], [180]]),
  progress('180 after early media', 'RFC 3960 3.2', [[183, early], [180]]),
  progress('a status that nobody knows', 'RFC 3261 8.1.3.2', [[199 - 8, early]]),
  progress('a provisional response without To tag', 'RFC 3261 12.1', [[183, { ...early, tag: '' }]]),
  {
    what: 'early media of one fork, then of another, then the answer of a third',
    from: 'RFC 3261 13.2.2.4',
    play: async (peer) => {
      const invite = await peer.called()
      await peer.answers(invite, 183, { type: SDP, body: sdpWith(5000), tag: 'one' })
      await peer.answers(invite, 183, { type: SDP, body: sdpWith(5002), tag: 'two' })
      await peer.answers(invite, 200, { type: SDP, body: sdpWith(5004), tag: 'three' })
      expect(peer.told('progress')).toMatchObject([{ sdp: sdpWith(5000) }, { sdp: sdpWith(5002) }])
      expect(peer.told('answered')).toMatchObject([{ sdp: sdpWith(5004) }])
      expect(peer.asked('ACK').to.params.get('tag')).toBe('three')
      expect(peer.us.gateway.load.dialogs).toBe(1)
    },
  },
  {
    what: 'a second fork answers: it is acknowledged and hung up on',
    from: 'RFC 3261 13.2.2.4',
    play: async (peer) => {
      const invite = await peer.called()
      await peer.answers(invite, 180, { tag: 'two' })
      await peer.answers(invite, 200, { ...early, tag: 'one' })
      await peer.answers(invite, 200, { ...early, tag: 'two' })
      await peer.answers(invite, 200, { ...early, tag: 'two' })
      expect(peer.requests('ACK').map(({ to }) => to.params.get('tag'))).toEqual(['one', 'two', 'two'])
      expect(peer.asked('BYE').to.params.get('tag')).toBe('two')
      expect(peer.ends).toEqual([])
    },
  },
  {
    what: 'an answer without description after early media of the same fork',
    from: 'baresip/baresip#1450',
    play: async (peer) => {
      const invite = await peer.called()
      await peer.answers(invite, 183, { type: SDP, body: sdpWith(5000), tag: 'one' })
      await peer.answers(invite, 183, { type: SDP, body: sdpWith(5002), tag: 'two' })
      await peer.answers(invite, 200, { tag: 'one' })
      expect(peer.told('answered')).toMatchObject([{ sdp: sdpWith(5000) }])
    },
  },
  {
    what: 'an answer without any description at all',
    from: 'RFC 3261 13.2.1',
    play: async (peer) => {
      await peer.answers(await peer.called(), 200)
      expect(peer.told('answered')).toMatchObject([{ sdp: undefined }])
      expect(peer.requests('ACK')).toHaveLength(1)
    },
  },
  {
    what: 'more forks than anybody has telephones: the call goes on, and room is kept',
    from: 'RFC 3261 12.1',
    play: async (peer) => {
      const invite = await peer.called()
      for (let fork = 0; fork < 50; fork++) await peer.answers(invite, 180, { tag: `fork${fork}` })
      expect(peer.us.gateway.load.dialogs).toBeLessThanOrEqual(20)
      await peer.answers(invite, 200, { ...early, tag: 'fork49' })
      expect(peer.told('answered')).toHaveLength(1)
    },
  },
  {
    what: 'a fork that comes to nothing',
    from: 'RFC 6228 4',
    play: async (peer) => {
      const invite = await peer.called()
      await peer.answers(invite, 180, { tag: 'one' })
      await peer.answers(invite, 199, { tag: 'one' })
      expect(peer.us.gateway.load.dialogs).toBe(0)
      await peer.answers(invite, 200, { ...early, tag: 'two' })
      expect(peer.told('answered')).toHaveLength(1)
    },
  },
  {
    what: 'reliable ringing, repeated: one PRACK',
    from: 'RFC 3262 4',
    play: async (peer) => {
      const invite = await peer.called()
      expect(field(invite, 'supported')).toContain('100rel')
      for (let time = 0; time < 3; time++) await peer.answers(invite, 180, reliable(7))
      await peer.answers(peer.asked('PRACK'), 200)
      expect(acknowledged(peer)).toEqual(['7 1 INVITE'])
      expect(peer.told('progress')).toHaveLength(1)
      await peer.answers(invite, 200, early)
      expect(peer.asked('ACK').cseq.number).toBe(1)
      peer.us.gateway.hangUp(peer.us.last('established').callId)
      await peer.settle()
      expect(peer.asked('BYE').cseq.number).toBe(3)
    },
  },
  {
    what: 'reliable responses out of order: the later one waits',
    from: 'RFC 3262 4',
    play: async (peer) => {
      const invite = await peer.called()
      await peer.answers(invite, 183, reliable(1, early))
      await peer.answers(invite, 180, reliable(3))
      await peer.answers(invite, 182, reliable(2))
      await peer.answers(invite, 180, reliable(3))
      expect(acknowledged(peer)).toEqual(['1 1 INVITE', '2 1 INVITE', '3 1 INVITE'])
      expect(peer.told('progress')).toMatchObject([{ status: 183 }, { status: 182 }, { status: 180 }])
    },
  },
  {
    what: 'reliable responses of two forks count apart, and PRACK goes where each fork is',
    from: 'RFC 3262 4',
    play: async (peer) => {
      const invite = await peer.called()
      await peer.answers(invite, 180, { ...reliable(1), tag: 'one', contact: '<sip:one@peer;x=1>' })
      await peer.answers(invite, 180, { ...reliable(1), tag: 'two', contact: '<sip:two@peer>' })
      expect(peer.requests('PRACK').map(({ uri, to }) => [uri.text, to.params.get('tag')])).toEqual([
        ['sip:one@peer;x=1', 'one'],
        ['sip:two@peer', 'two'],
      ])
    },
  },
  {
    what: 'an offer by UPDATE after an answer that came reliably; before that it has to wait',
    from: 'RFC 3311 5.2',
    play: async (peer) => {
      const invite = await peer.called()
      await peer.answers(invite, 180)
      await peer.says('UPDATE', { type: SDP, body: sdpWith(5000) })
      await peer.says('UPDATE')
      await peer.answers(invite, 183, reliable(1, early))
      await peer.says('UPDATE', { type: SDP, body: sdpWith(5002) })
      expect(peer.told('reoffer')).toMatchObject([{ sdp: sdpWith(5002) }])
      peer.us.gateway.answer(peer.us.last('reoffer').callId, 'fresh')
      await peer.settle()
      expect(peer.statuses('UPDATE')).toEqual([491, 200, 200])
      await peer.answers(invite, 200)
      expect(peer.told('answered')).toMatchObject([{ sdp: sdpWith(5002) }])
    },
  },
  {
    what: 'the call is cancelled while a reliable response is under way',
    from: 'RFC 3262 3',
    play: async (peer) => {
      const invite = await peer.called()
      await peer.answers(invite, 183, reliable(1, early))
      peer.us.gateway.hangUp(peer.us.last('progress').callId)
      await peer.settle()
      await peer.answers(peer.asked('CANCEL'), 200)
      await peer.answers(invite, 487)
      expect(peer.ends).toEqual([{ kind: 'cancelled', by: 'local' }])
      expect(peer.us.gateway.load.dialogs).toBe(0)
    },
  },
  {
    what: 'the route set and the target of the answer count, not those of the ringing',
    from: 'RFC 3261 13.2.2.4',
    play: async (peer) => {
      const invite = await peer.called()
      await peer.answers(invite, 180, { headers: ['Record-Route: <sip:old@peer;lr>'] })
      await peer.answers(invite, 200, {
        ...early,
        contact: '"王" <sip:New@peer;X=1>',
        headers: ['Record-Route: <sip:p2@peer;lr;a=%41> , <sip:p1@peer;lr>;b="c,d"'],
      })
      const ack = peer.asked('ACK')
      expect(ack.uri.text).toBe('sip:New@peer;X=1')
      expect(ack.headers.filter(({ name }) => name === 'route').map(({ value }) => value)).toEqual([
        '<sip:p1@peer;lr>;b="c,d"',
        '<sip:p2@peer;lr;a=%41>',
      ])
    },
  },
  {
    what: 'a caller who wants our ringing reliably: repeated until his PRACK, and the answer waits for a description',
    from: 'RFC 3262 3',
    play: async (peer) => {
      await peer.says('INVITE', { type: SDP, body: OFFER, headers: ['Require: 100rel'] })
      const { callId } = peer.us.last('incoming')
      peer.us.gateway.ring(callId, 'early')
      await peer.settle(3600)
      expect(peer.statuses('INVITE')).toEqual([183, 183, 183, 183])
      peer.us.gateway.answer(callId, 'early')
      await peer.settle()
      const rseq = field(peer.responses('INVITE')[0], 'rseq') ?? ''
      await peer.says('PRACK', { headers: [`RAck: ${Number(rseq) + 1} 1 INVITE`] })
      expect(peer.statuses('INVITE')).toEqual([183, 183, 183, 183])
      await peer.says('PRACK', { headers: [`RAck: ${rseq}   1  INVITE`] })
      expect(peer.statuses('PRACK')).toEqual([481, 200])
      expect(peer.statuses('INVITE')).toEqual([183, 183, 183, 183, 200])
      await peer.says('ACK', { number: 1 })
      expect(peer.told('established')).toHaveLength(1)
    },
  },
  {
    what: 'a caller who wants our ringing reliably and never says that he heard it',
    from: 'RFC 3262 3',
    play: async (peer) => {
      await peer.says('INVITE', { type: SDP, body: OFFER, headers: ['Require: 100rel'] })
      peer.us.gateway.ring(peer.us.last('incoming').callId)
      await peer.settle(70_000)
      expect(peer.statuses('INVITE').at(-1)).toBe(504)
      expect(peer.ends).toMatchObject([{ kind: 'rejected', by: 'local' }])
    },
  },
  {
    what: 'a caller without offer who wants our ringing reliably: the offer goes out in it, his answer comes in PRACK',
    from: 'RFC 3262 5',
    play: async (peer) => {
      await peer.says('INVITE', { headers: ['Require: 100rel', 'Supported: timer'] })
      const { callId } = peer.us.last('incoming')
      peer.us.gateway.ring(callId)
      await peer.settle()
      expect(peer.statuses('INVITE')).toEqual([])
      peer.us.gateway.ring(callId, 'our offer')
      await peer.settle()
      await peer.says('PRACK', { headers: [`RAck: ${field(peer.responses('INVITE')[0], 'rseq') ?? ''} 1 INVITE`], type: SDP, body: OFFER })
      expect(peer.told('answered')).toMatchObject([{ sdp: OFFER }])
    },
  },
  {
    what: 'a caller who wants it reliably is answered at once',
    from: 'RFC 3262 3',
    play: async (peer) => {
      await peer.talks({ type: SDP, body: OFFER, headers: ['Require: 100rel'] })
      expect(peer.statuses('INVITE')).toEqual([200])
      expect(peer.told('established')).toHaveLength(1)
    },
  },
]
