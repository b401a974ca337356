// Which clock stands beside the agent's state: time spent in it, time left of it, or time over it. Pure.
import type { SeatView } from '@openseat/contracts'
import { secondsSince, secondsUntil } from '../../realtime/server-clock.ts'

export interface SeatClock {
  /** `up` time spent, `down` time left, `over` time beyond the end. */
  readonly kind: 'up' | 'down' | 'over'
  readonly seconds: number
}

export function seatClock(seat: Pick<SeatView, 'state' | 'since' | 'until'>, now: number): SeatClock {
  if (seat.until === null) return { kind: 'up', seconds: secondsSince(seat.since, now) }
  const left = secondsUntil(seat.until, now)
  if (left >= 0) return { kind: 'down', seconds: left }
  return seat.state === 'rest' ? { kind: 'over', seconds: -left } : { kind: 'down', seconds: 0 }
}
