// The server's time on this computer, for clocks that must agree with the server whatever this computer's clock says.
import { ref } from 'vue'

const tickMs = 500
const offsetMs = ref(0)
const tick = ref(Date.now())
let users = 0
let timer: ReturnType<typeof setInterval> | null = null

/** Takes the server's present time from a welcome. */
export function setServerTime(serverTime: string): void {
  offsetMs.value = Date.parse(serverTime) - Date.now()
  tick.value = Date.now()
}

/** Epoch milliseconds of the server, refreshed twice a second while the clock runs. Reactive. */
export const serverNow = (): number => tick.value + offsetMs.value

/** Starts the ticking; the returned function stops it once nobody uses it any more. */
export function runClock(): () => void {
  users += 1
  timer ??= setInterval(() => (tick.value = Date.now()), tickMs)
  return () => {
    users -= 1
    if (users > 0 || timer === null) return
    clearInterval(timer)
    timer = null
  }
}

/** Whole seconds since an instant, never negative. */
export const secondsSince = (instant: string, now: number): number => Math.max(0, Math.floor((now - Date.parse(instant)) / 1000))

/** Whole seconds until an instant; negative once it has passed. */
export const secondsUntil = (instant: string, now: number): number => Math.ceil((Date.parse(instant) - now) / 1000)
