// Which connections there are, and why. One pool for everything lets whoever asks for most stop everybody:
//
// | lane     | for                                            | shared how                                          |
// |----------|------------------------------------------------|-----------------------------------------------------|
// | calls    | the calls' journal, recordings, desks' reading | nobody else takes one: calls go on whatever is done |
// | access   | sessions, log-ins                              | so that an operator can log in and look             |
// | platform | whose code, session, widget it is; readiness   | single look-ups                                     |
// | work     | everything else                                | by tenant: see `tenantShare`                        |
// | exports  | files that are made while somebody reads them  | a page at a time, none while the reader is slow     |
//
// Connections are opened when they are first needed. A pooler in front must allow all 32, and 2 per running import.

import type { DatabaseAddress } from './connection.ts'
import { Lane } from './lane.ts'
import type { SharePlan } from './share.ts'

const ordinary = { waitMs: 10_000, statementMs: 15_000 }

const plans = {
  calls: { max: 6, waitMs: 5_000, statementMs: 10_000 },
  access: { max: 4, ...ordinary },
  platform: { max: 4, ...ordinary },
  work: { max: 16, ...ordinary },
  exports: { max: 2, ...ordinary },
}

/** Of the work lane, one tenant: a quarter at once. Some wait; the rest is told to come again. */
export const tenantShare: SharePlan = { atOnce: 4, waiting: 64, waitMs: 5_000 }

/** One at a time per tenant, so that the two of the lane serve two tenants. */
export const exportShare: SharePlan = { atOnce: 1, waiting: 256, waitMs: 60_000 }

export type LaneName = keyof typeof plans
export type Lanes = Readonly<Record<LaneName, Lane>>

export interface LanesOptions {
  readonly address: DatabaseAddress
  readonly onError: (error: Error) => void
  /** Connections for ordinary work. */
  readonly workSize?: number
}

export function openLanes({ address, onError, workSize = plans.work.max }: LanesOptions): Lanes {
  const open = (name: LaneName): Lane => new Lane({ ...plans[name], ...(name === 'work' ? { max: workSize } : {}), name, address, onError })
  return { calls: open('calls'), access: open('access'), platform: open('platform'), work: open('work'), exports: open('exports') }
}
