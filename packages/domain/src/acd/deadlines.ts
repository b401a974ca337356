// Every state that cannot last for ever holds its own end; here it is read off. Timers are rebuilt from it after a restart.
import type { Call } from '../call/call.ts'
import type { Seat } from '../agent/seat.ts'

const earliest = (times: readonly (number | null)[]): number | null =>
  times.reduce<number | null>((best, time) => (time === null ? best : best === null ? time : Math.min(best, time)), null)

function stateDeadline({ state }: Call): number | null {
  switch (state.kind) {
    case 'waiting':
    case 'dialling':
    case 'alerting':
    case 'transferring':
      return state.until
    case 'offered':
    case 'directed':
      return state.ringUntil
    case 'arrived':
    case 'talking':
    case 'held':
    case 'handedOff':
    case 'supervising':
    case 'ended':
      return null
  }
}

/** When something is due for the call next, or null. */
export function callDeadline(call: Call): number | null {
  if (call.state.kind === 'ended') return null
  const audio = [call.audio.customer, call.audio.agent].map((presence) => (presence.kind === 'absent' ? presence.until : null))
  return earliest([stateDeadline(call), call.releaseAt, call.passedOver?.until ?? null, ...audio])
}

/** When something is due for the seat next, or null. */
export const seatDeadline = (seat: Seat): number | null =>
  earliest([
    seat.state.kind === 'wrapUp' ? seat.state.until : null,
    seat.absentUntil,
    seat.heldBack ? (seat.phoneTrouble?.until ?? null) : null,
  ])
