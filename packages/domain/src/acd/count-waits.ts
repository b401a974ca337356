// Each wait in a queue is counted where it begins, and once where it ends.
import type { ContactState } from '../contact/contact.ts'
import { factsOf } from '../contact/state-facts.ts'
import type { QueueDays, WaitEnd } from './queue-days.ts'
import type { QueuePace } from './queue-pace.ts'

interface Counters {
  readonly days: QueueDays
  readonly pace: QueuePace
}

interface Change {
  readonly before: ContactState
  readonly after: ContactState
}

export function countWait({ days, pace }: Counters, { before, after }: Change, now: number): void {
  const from = factsOf(before).wait
  const to = factsOf(after).wait
  if (from?.queueId === to?.queueId) return
  if (from) days.ended(from.queueId, now, { end: waitEnd({ before, after }, now), waitedMs: now - from.since })
  if (from && after.kind === 'active') pace.answered(from.queueId, now)
  if (to) days.offered(to.queueId, now)
}

function waitEnd({ before, after }: Change, now: number): WaitEnd {
  if (after.kind === 'active') return 'answered'
  if (after.kind === 'ended' && after.cause === 'abandoned') return 'abandoned'
  // Also where the queue sends the customer on to another one.
  const isTimedOut = before.kind === 'waiting' && before.until <= now
  return isTimedOut || (after.kind === 'ended' && after.cause === 'waitExpired') ? 'timedOut' : 'left'
}
