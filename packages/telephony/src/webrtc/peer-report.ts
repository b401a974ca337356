// What the browser says of the audio that it gets from us: RTCP report blocks (RFC 3550 section 6.4).

import type { RTCStats } from 'werift'
import { SAMPLE_RATE } from '../media/frame.ts'

type ReportBlock = { fractionLost: number; jitter: number }

export class PeerReport {
  /** Milliseconds, smoothed; null until a report answered one of ours. */
  roundTripMs: number | null = null
  /** 0..1, over the last report interval. */
  lossFraction: number | null = null
  jitterMs: number | null = null

  update(block: ReportBlock, senderStats: readonly RTCStats[]): void {
    this.lossFraction = block.fractionLost / 256
    this.jitterMs = (block.jitter * 1000) / SAMPLE_RATE
    const seconds = senderStats.flatMap((stats) => roundTripSeconds(stats) ?? [])[0]
    if (seconds !== undefined) this.roundTripMs = Math.max(0, seconds * 1000)
  }
}

const roundTripSeconds = (stats: RTCStats): number | undefined =>
  stats.type === 'remote-inbound-rtp' && 'roundTripTime' in stats && typeof stats.roundTripTime === 'number'
    ? stats.roundTripTime
    : undefined
