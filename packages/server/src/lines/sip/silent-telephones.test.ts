// Telephones that say nothing, as they may: their calls go on as long as their signalling answers.

import { afterEach, beforeEach, expect, it } from 'vitest'
import { sipBench, type SipBench } from '../../test-support/sip-bench.ts'
import { SipPeer, until } from '../../test-support/sip-peer.ts'
import { useTestDatabase } from '../../test-support/test-database.ts'

const db = useTestDatabase()
let bench: SipBench
let peer: SipPeer

beforeEach(async () => {
  bench = await sipBench(db().database, { quietAfterMs: 600 })
  peer = await SipPeer.open()
  await bench.trunk('carrier', { addresses: '127.0.0.1', numberRanges: '4000-4999' })
  bench.desk.onInput = (input) => {
    if (input.type !== 'callArrived') return
    bench.exchange.follow(bench.desk, { roomId: input.callId, live: true, legs: [{ leg: `phone/${input.callId}` }], cause: null })
  }
})
afterEach(async () => {
  await peer.close()
  await bench.close()
})

const questions = (): number => peer.received.filter((message) => message.kind === 'request' && message.method === 'OPTIONS').length
const call = async () => {
  const caller = await peer.call(`sip:4466@127.0.0.1:${bench.port()}`)
  caller.phone.speaking = false
  await until(() => peer.of('established').length > 0)
  return caller
}

it('a caller from whom nothing comes is asked, again and again, and keeps the call', { timeout: 20_000 }, async () => {
  const caller = await call()
  await until(() => questions() > 2)
  expect([caller.end(), bench.desk.of('lineHungUp'), bench.desk.of('lineLost')]).toEqual([undefined, [], []])
})
