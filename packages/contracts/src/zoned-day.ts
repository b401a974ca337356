// Days as people of a place count them: from midnight to midnight by its clock, of 23 or 25 hours where it is changed.

export interface Day {
  /** Epoch milliseconds: the first of the day, and the first of the next. */
  readonly from: number
  readonly to: number
}

const hourMs = 3_600_000
const dayMs = 24 * hourMs

export function isTimeZone(name: string): boolean {
  // Offsets such as +08:00 are zones to the platform, but follow no change of clocks.
  if (!/^[A-Za-z]/.test(name)) return false
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== ''
  } catch {
    return false
  }
}

/** The day in which the moment lies. */
export function dayOf(at: number, timeZone: string): Day {
  const date = dateAt(at, timeZone)
  return { from: momentOf(date, timeZone), to: momentOf(date + dayMs, timeZone) }
}

/** The last time, up to now, that the clock struck this hour; where it was put past the hour, the moment when it was. */
export function lastHour(hour: number, now: number, timeZone: string): number {
  const date = dateAt(now, timeZone)
  const today = momentOf(date + hour * hourMs, timeZone)
  return today <= now ? today : momentOf(date - dayMs + hour * hourMs, timeZone)
}

/** The clock's date at the moment, as if it were UTC. */
const dateAt = (at: number, timeZone: string): number => Math.floor(clockAt(at, timeZone) / dayMs) * dayMs

/** The first moment at which the clock shows this (given as if it were UTC) or, where it is left out, more. */
export function momentOf(clock: number, timeZone: string): number {
  const offsets = [clock - dayMs, clock + dayMs].map((near) => clockAt(near, timeZone) - near)
  const moments = offsets.map((offset) => clock - offset)
  const shown = moments.filter((moment) => clockAt(moment, timeZone) === clock)
  // In a gap neither shows it: by the clock before the change it is the first moment after.
  return shown.length > 0 ? Math.min(...shown) : gapEnd(moments, timeZone)
}

/** The clock is put forward between the two: found by halving, to the millisecond. */
function gapEnd(moments: readonly number[], timeZone: string): number {
  let [before, after] = [Math.min(...moments), Math.max(...moments)]
  const offsetBefore = clockAt(before, timeZone) - before
  while (after - before > 1) {
    const middle = Math.floor((before + after) / 2)
    if (clockAt(middle, timeZone) - middle === offsetBefore) before = middle
    else after = middle
  }
  return after
}

const formats = new Map<string, Intl.DateTimeFormat>()

function formatOf(timeZone: string): Intl.DateTimeFormat {
  const known = formats.get(timeZone)
  if (known) return known
  const parts = { year: 'numeric', month: 'numeric', day: 'numeric', hour: 'numeric', minute: 'numeric', second: 'numeric' } as const
  const made = new Intl.DateTimeFormat('en-US', { ...parts, timeZone, hourCycle: 'h23', calendar: 'gregory' })
  formats.set(timeZone, made)
  return made
}

/** What the clock shows at the moment, as if it were UTC. */
export function clockAt(at: number, timeZone: string): number {
  const parts = new Map(
    formatOf(timeZone)
      .formatToParts(at)
      .map(({ type, value }) => [type, Number(value)]),
  )
  const part = (name: Intl.DateTimeFormatPartTypes): number => parts.get(name) ?? 0
  const second = Date.UTC(part('year'), part('month') - 1, part('day'), part('hour'), part('minute'), part('second'))
  return second + (((at % 1000) + 1000) % 1000)
}
