// What carriers and telephones lawfully do, and what must come of it. After each exchange nothing is left.

import { expect, it } from 'vitest'
import { OddPeer } from './test-support/odd-peer.ts'
import { bodies } from './test-support/corpus/bodies.ts'
import { infos } from './test-support/corpus/info.ts'

const CORPUS = [...bodies, ...infos]

it('has at least 30 exchanges, each another one', () => {
  expect(new Set(CORPUS.map(({ what }) => what)).size).toBe(CORPUS.length)
  expect(CORPUS.length).toBeGreaterThanOrEqual(30)
})

it.each(CORPUS)('$what ($from)', async ({ play }) => {
  const peer = await OddPeer.meet()
  await play(peer)
  for (const event of peer.us.events) if ('callId' in event) peer.us.gateway.hangUp(event.callId)
  await peer.settle(140_000)
  expect(peer.us.gateway.load).toMatchObject({ calls: 0, dialogs: 0, transactions: 0 })
})
