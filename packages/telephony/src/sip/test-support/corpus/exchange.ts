// An odd but lawful exchange: what a carrier or a telephone does, where that stands, and the right outcome.

import type { OddPeer } from '../odd-peer.ts'

export type Exchange = {
  what: string
  /** The RFC's section, or where people met it. */
  from: string
  play: (peer: OddPeer) => Promise<void>
}
