// Where the visitor is, out of what is begun here and what the server says. Pure.
import type { ReleaseCause } from '@openseat/contracts'
import type { PhoneCall } from '../realtime/phone-state.ts'
import type { VisitStep } from './site-messages.ts'

export interface Visit {
  /** A call that the server does not know yet. */
  readonly begun: 'asking' | 'calling' | null
  readonly call: Pick<PhoneCall, 'phase'> | null
  readonly lastCause: ReleaseCause | null
}

export function visitStep({ begun, call, lastCause }: Visit): VisitStep {
  if (call?.phase === 'talking' || call?.phase === 'waiting') return call.phase
  if (call) return 'calling'
  return begun ?? (lastCause === null ? 'idle' : 'ended')
}

/** `3:07`, `1:00:07`. */
export function clockText(milliseconds: number): string {
  const seconds = Math.max(0, Math.floor(milliseconds / 1000))
  const two = (value: number): string => String(value).padStart(2, '0')
  const [hours, minutes] = [Math.floor(seconds / 3_600), Math.floor((seconds % 3_600) / 60)]
  return `${hours > 0 ? `${hours}:${two(minutes)}` : minutes}:${two(seconds % 60)}`
}
