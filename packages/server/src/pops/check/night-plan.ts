// When an enabled pop is checked by itself: once each night from 02:00 to 04:00 by the tenant's clock, each at its own
// minute. A night that was missed is made up for at once.

import { lastHour } from '@openseat/contracts'

const hourMs = 3_600_000
const beginsAtHour = 2
const lastsMs = 2 * hourMs
/** The last ones begin early enough to end within the night. */
const slotsMs = lastsMs - hourMs / 6

export interface NightlyPop {
  readonly tenantId: number
  readonly id: number
  readonly timeZone: string
  /** Of the last check, in milliseconds; null before the first. */
  readonly checkedAt: number | null
}

/** 02:00 by the tenant's clock, the last time it was that late. */
export const nightBegan = (now: number, timeZone: string): number => lastHour(beginsAtHour, now, timeZone)

export function isDue(pop: NightlyPop, now: number): boolean {
  const began = nightBegan(now, pop.timeZone)
  if (pop.checkedAt !== null && pop.checkedAt >= began) return false
  if (now < began + lastsMs) return now >= began + slotOf(pop)
  // By day only what a night has passed over; what was never checked waits for its first night.
  return pop.checkedAt !== null && now - pop.checkedAt > 24 * hourMs
}

/** The same each night, spread evenly (Knuth's multiplicative hash). */
const slotOf = ({ tenantId, id }: NightlyPop): number => ((Math.imul(tenantId * 1_009 + id, 2_654_435_761) >>> 0) / 2 ** 32) * slotsMs
