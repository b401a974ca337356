// What a run may know of its surroundings at one moment.
import type { OpeningHours } from '@openseat/contracts'

export interface QueueFacts {
  /** Of the contact, from 1; null while it is not in this line. */
  readonly position: number | null
  readonly waiting: number
  /** Signed in. */
  readonly agents: number
  /** Null: nothing is known to guess by. */
  readonly expectedWaitSeconds: number | null
}

export interface FlowContext {
  /** Epoch milliseconds. */
  readonly now: number
  /** IANA name: the tenant's. */
  readonly timeZone: string
  /** Weekly hours and special days by id. */
  readonly workingHours: ReadonlyMap<number, OpeningHours>
  /** There is an agent or a queue that the contact came from. */
  readonly hasWayBack: boolean
  /** Null: there is no such queue. */
  readonly queueFacts: (queueId: number) => QueueFacts | null
}
