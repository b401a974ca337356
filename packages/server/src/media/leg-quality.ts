// How a leg's audio was, for the call's timeline.
import type { AcdInput, RoomLeg } from '@openseat/domain'
import type { LegStats } from '@openseat/telephony'

const round = (value: number): number => Math.round(value * 10) / 10

export function measured(at: RoomLeg, stats: LegStats): AcdInput {
  return {
    type: 'audioMeasured',
    ...at,
    lossPercent: round(stats.lossFraction * 100),
    jitterMs: round(stats.jitterMs),
    roundTripMs: stats.roundTripMs === null ? null : round(stats.roundTripMs),
  }
}
