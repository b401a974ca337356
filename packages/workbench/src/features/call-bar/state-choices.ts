// The entries of the state menu. Pure. The server has the last word; this only keeps what would be refused out of the way.
import type { SeatView } from '@openseat/contracts'

export type StateChoice =
  | { readonly kind: 'idle' | 'rest' | 'extendWrapUp' | 'finishWrapUp' | 'signOut' }
  | { readonly kind: 'busy'; readonly reason: number; readonly name: string | null }

export interface StateChoices {
  /** The choices come true after the present call. */
  readonly afterCall: boolean
  readonly choices: readonly StateChoice[]
}

/** Reasons of the tenant; the agent's own wish without a reason comes first. */
const ownWish = 1

function isPresent(seat: SeatView, choice: StateChoice): boolean {
  if (choice.kind === 'idle') return seat.state === 'idle'
  return choice.kind === 'busy' && seat.state === 'busy' && seat.reason === choice.reason
}

export function stateChoices(seat: SeatView, reasons: readonly { code: number; name: string }[]): StateChoices {
  const busy = [{ code: ownWish, name: null }, ...reasons].map(({ code, name }) => ({ kind: 'busy', reason: code, name }) as const)
  const inCall = seat.state === 'ringing' || seat.state === 'talking'
  const wrapUp: StateChoice[] = seat.state === 'wrapUp' ? [{ kind: 'finishWrapUp' }, { kind: 'extendWrapUp' }] : []
  const idle: StateChoice[] = seat.state === 'wrapUp' ? [] : [{ kind: 'idle' }]
  const signOut: StateChoice[] = inCall ? [] : [{ kind: 'signOut' }]
  const all: StateChoice[] = [...wrapUp, ...idle, ...busy, { kind: 'rest' }, ...signOut]
  return { afterCall: inCall, choices: all.filter((choice) => !isPresent(seat, choice)) }
}

/** Whether the choice is what the agent already asked for after this call. */
export function isNext(seat: SeatView, choice: StateChoice): boolean {
  const { next } = seat
  if (!next) return choice.kind === 'idle'
  return choice.kind === 'busy' ? next.kind === 'busy' && next.reason === choice.reason : next.kind === choice.kind
}
