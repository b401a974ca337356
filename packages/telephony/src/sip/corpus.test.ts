// What carriers and telephones lawfully do, and what must come of it. After each exchange nothing is left.

import { expect, it } from 'vitest'
import { OddPeer } from './test-support/odd-peer.ts'
import { bodies } from './test-support/corpus/bodies.ts'
import { heads } from './test-support/corpus/heads.ts'
import { infos } from './test-support/corpus/info.ts'
import { life } from './test-support/corpus/life.ts'
import { offers } from './test-support/corpus/offers.ts'
import { provisional } from './test-support/corpus/provisional.ts'
import { refusals } from './test-support/corpus/refusals.ts'

const CORPUS = [...bodies, ...infos, ...provisional, ...offers, ...life, ...refusals, ...heads]

it('has at least 60 exchanges, each another one', () => {
  expect(new Set(CORPUS.map(({ what }) => what)).size).toBe(CORPUS.length)
  expect(CORPUS.length).toBeGreaterThanOrEqual(60)
})

it.each(CORPUS)('$what ($from)', async ({ play }) => {
  const peer = await OddPeer.meet()
  await play(peer)
  for (const event of peer.us.events) if ('callId' in event) peer.us.gateway.hangUp(event.callId)
  await peer.settle(140_000)
  expect(peer.us.gateway.load).toMatchObject({ calls: 0, dialogs: 0, transactions: 0 })
})
