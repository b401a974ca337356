// A recording's peaks as a drawing, and the ways along it by keyboard. Pure.

/** Height of the drawing: the customer's side above the middle, the agents' below. */
export const waveHeight = 100
const middle = waveHeight / 2
/** Silence is a thin line, not nothing. */
const least = 0.6
const gap = 2
/** Below this the loudest is quiet: a whisper is not drawn like a shout. */
const fullScaleAtLeast = 0.1

/** More would run into one another at the width of a drawer. */
export const mostBars = 200

/** The loudest of each group of neighbours, in at most `mostBars` groups. */
export function grouped(peaks: readonly number[]): number[] {
  const size = Math.max(1, Math.ceil(peaks.length / mostBars))
  return Array.from({ length: Math.ceil(peaks.length / size) }, (_, group) => Math.max(...peaks.slice(group * size, (group + 1) * size)))
}

/** Filled bars, one per point and one unit wide, as an SVG path. */
export function barsPath(left: readonly number[], right: readonly number[]): string {
  const scale = (middle - gap) / Math.max(fullScaleAtLeast, ...left, ...right)
  const bar = (x: number, from: number, height: number): string => `M${x} ${from}v${height.toFixed(1)}h.7V${from}z`
  const above = left.map((peak, x) => bar(x, middle - gap / 2, -Math.max(least, peak * scale)))
  const below = right.map((peak, x) => bar(x, middle + gap / 2, Math.max(least, peak * scale)))
  return [...above, ...below].join('')
}

const steps: Readonly<Record<string, number>> = { ArrowLeft: -5, ArrowDown: -5, ArrowRight: 5, ArrowUp: 5, PageDown: -30, PageUp: 30 }

/** Where a key leads from `seconds`; null for keys that lead nowhere. */
export function soughtByKey(key: string, seconds: number, duration: number): number | null {
  const step = steps[key]
  const to = key === 'Home' ? 0 : key === 'End' ? duration : step === undefined ? null : seconds + step
  return to === null ? null : Math.min(duration, Math.max(0, to))
}
