// How long to wait before the next attempt to connect. Full jitter, so that a thousand pages do not come back at once.

const firstMs = 500
const longestMs = 10_000

/** Milliseconds before attempt number `attempt` (0 = first after a loss); `random` in [0, 1). */
export const reconnectDelay = (attempt: number, random: number): number =>
  Math.floor(random * Math.min(longestMs, firstMs * 2 ** Math.min(attempt, 10)))
