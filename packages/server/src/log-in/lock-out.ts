// How long somebody waits after wrong passwords: five are free, then each one more doubles the wait, to an hour.

const freeFailures = 5
const firstWaitSeconds = 15
const longestWaitSeconds = 3_600

/** Seconds to wait after this many failures in a row. */
export function lockSeconds(failures: number): number {
  if (failures < freeFailures) return 0
  return Math.min(firstWaitSeconds * 2 ** (failures - freeFailures), longestWaitSeconds)
}

/** Failures that an account takes from all addresses together before it is closed to strangers. */
const freeFailuresOfAll = 20

/** As `lockSeconds`, for an account as a whole. */
export const accountLockSeconds = (failures: number): number => lockSeconds(failures - freeFailuresOfAll + freeFailures)

export function secondsUntil(moment: Date | null, now: Date): number {
  return moment === null ? 0 : Math.max(0, Math.ceil((moment.getTime() - now.getTime()) / 1000))
}
