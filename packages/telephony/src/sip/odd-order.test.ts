// Any order of responses to a call of ours, and any requests among them; any order of what a caller says and what we do with his call.
// Each 2xx is acknowledged, one end is told, and nothing stays.

import fc from 'fast-check'
import { expect, it } from 'vitest'
import { tagOf } from './message/address.ts'
import type { SipRequest } from './message/sip-message.ts'
import { field, OddPeer, OFFER, SDP } from './test-support/odd-peer.ts'

const response = fc.record({
  status: fc.constantFrom(100, 180, 181, 183, 199, 200, 202, 302, 401, 422, 486, 487, 491, 500, 503, 603, 699),
  tag: fc.constantFrom('', 'a', 'b', 'c'),
  rseq: fc.constantFrom('', '0', '1', '2', '3', '4294967295', 'x'),
  sdp: fc.boolean(),
})
const request = fc.record({
  method: fc.constantFrom('UPDATE', 'BYE', 'INFO', 'INVITE', 'PRACK', 'REFER', 'NOTIFY', 'OPTIONS', 'ACK', 'CANCEL'),
  sdp: fc.boolean(),
})
const step = fc.oneof(
  { weight: 3, arbitrary: response },
  { weight: 1, arbitrary: request },
  { weight: 1, arbitrary: fc.constant('hang up' as const) },
)

type Response = typeof response extends fc.Arbitrary<infer T> ? T : never
type Request = typeof request extends fc.Arbitrary<infer T> ? T : never
type Step = Response | Request | 'hang up'

const isAnswer = (one: Step): boolean => typeof one === 'object' && 'status' in one && one.status >= 200 && one.status < 300

const perform = async (peer: OddPeer, invite: SipRequest, one: Step): Promise<void> => {
  if (one === 'hang up') return void peer.us.gateway.hangUp(peer.dialled)
  const said = one.sdp ? { type: SDP, body: OFFER } : {}
  if ('method' in one) return peer.says(one.method, said)
  const headers = one.rseq === '' ? [] : ['Require: 100rel', `RSeq: ${one.rseq}`]
  return peer.answers(invite, one.status, { ...said, tag: one.tag, headers })
}

it('survives any order of responses and requests', async () => {
  for (const steps of fc.sample(fc.array(step, { minLength: 1, maxLength: 12 }), { numRuns: 300, seed: 3262 })) {
    const peer = await OddPeer.meet()
    const invite = await peer.called()
    for (const one of steps) await perform(peer, invite, one)
    if (steps.some(isAnswer)) expect(new Set(peer.requests('ACK').map(({ to }) => tagOf(to))).size).toBeGreaterThan(0)
    const ends = () => peer.us.events.filter((event) => event.type === 'ended' && event.callId === peer.dialled)
    peer.us.gateway.hangUp(peer.dialled)
    if (ends().length === 0) await peer.answers(peer.asked('INVITE'), 486)
    // Its own INVITE may have become a call to us.
    for (const event of peer.us.events) if (event.type === 'incoming') peer.us.gateway.hangUp(event.callId)
    await peer.settle(200_000)
    expect(peer.us.gateway.load, JSON.stringify(steps)).toMatchObject({ calls: 0, dialogs: 0, transactions: 0 })
    expect(ends(), JSON.stringify(steps)).toHaveLength(1)
  }
})

const ours = fc.constantFrom('ring', 'ring with audio', 'answer', 'reject', 'offer', 'refer', 'hang up')
const theirs = fc.record({
  method: fc.constantFrom('ACK', 'CANCEL', 'BYE', 'UPDATE', 'INFO', 'INVITE', 'PRACK', 'REFER', 'NOTIFY'),
  sdp: fc.boolean(),
})
const reply = fc.record({ status: fc.constantFrom(100, 180, 200, 202, 408, 422, 481, 488, 491, 500) })
type Move = 'ring' | 'ring with audio' | 'answer' | 'reject' | 'offer' | 'refer' | 'hang up' | Request | { status: number }

const act = (peer: OddPeer, callId: string, move: Exclude<Move, object>): void => {
  const { gateway } = peer.us
  if (move === 'ring') gateway.ring(callId)
  else if (move === 'ring with audio') gateway.ring(callId, 'early')
  else if (move === 'answer') gateway.answer(callId, 'answer')
  else if (move === 'reject') gateway.reject(callId, 486)
  else if (move === 'offer') void gateway.reoffer(callId, 'offer')
  else if (move === 'refer') gateway.refer(callId, 'sip:1@us')
  else gateway.hangUp(callId)
}

const make = async (peer: OddPeer, callId: string, move: Move): Promise<void> => {
  if (typeof move === 'string') act(peer, callId, move)
  else if ('status' in move) {
    const asked = peer.got.findLast((message) => message.kind === 'request' && message.method !== 'ACK')
    if (asked?.kind === 'request') await peer.answers(asked, move.status, { type: SDP, body: OFFER })
  } else {
    const rack = { headers: [`RAck: ${field(peer.responses('INVITE').at(-1), 'rseq') ?? '1'} 1 INVITE`] }
    await peer.says(move.method, { ...(move.sdp ? { type: SDP, body: OFFER } : {}), ...(move.method === 'PRACK' ? rack : {}) })
  }
  await peer.settle()
}

it.each(['timer', '100rel'])('survives any order of what a caller who requires %s says and what we do', async (extension) => {
  const moves = fc.array(fc.oneof(ours, theirs, reply), { minLength: 1, maxLength: 14 })
  for (const [n, some] of fc.sample(moves, { numRuns: 200, seed: 3311 }).entries()) {
    const peer = await OddPeer.meet()
    await peer.says('INVITE', { headers: [`Require: ${extension}`], ...(n % 2 === 0 ? { type: SDP, body: OFFER } : {}) })
    const { callId } = peer.us.last('incoming')
    for (const move of some) await make(peer, callId, move)
    peer.us.gateway.hangUp(callId)
    for (const event of peer.us.events) if (event.type === 'incoming') peer.us.gateway.hangUp(event.callId)
    await peer.settle(300_000)
    expect(peer.us.gateway.load, JSON.stringify(some)).toMatchObject({ calls: 0, dialogs: 0, transactions: 0 })
    expect(
      peer.us.events.filter((event) => event.type === 'ended' && event.callId === callId),
      JSON.stringify(some),
    ).toHaveLength(1)
  }
})
