// Working hours (工作时间): when queues are open, by the tenant's clock. Queues that keep the same ones share them.

import { isOpen, nextOpening, workingHours } from '@openseat/contracts'
import { sql } from 'kysely'
import { zoneOf } from '../store/tenant-facts.ts'
import type { SettingsParts } from './checks.ts'
import { flowsNaming } from './flow-namers.ts'
import { ResourceChanges } from './resource-changes.ts'
import { resourceHandlers } from './resource-handlers.ts'

const hours = new ResourceChanges(workingHours, {
  facts: {
    queues: sql`(select coalesce(json_agg(q.name order by q.name), '[]')
      from skill_queue q where q.tenant_id = t.tenant_id and q.working_hours_id = t.id)`,
  },
  complete: async (trx) => {
    const timeZone = zoneOf(await trx.selectFrom('tenant').select('time_zone').executeTakeFirstOrThrow())
    const now = Date.now()
    return (stored) => {
      const opensAt = nextOpening(stored, now, timeZone)
      return { open: isOpen(stored, now, timeZone), opensAt: opensAt === null ? null : new Date(opensAt).toISOString() }
    }
  },
  users: async (trx, { id, queues }) => [...queues, ...(await flowsNaming(trx, 'hoursId', id))],
  // Without what depends on the moment: the log is read later.
  audited: ({ name, weekly, specialDays, version }) => ({ name, weekly, specialDays, version }),
})

export const workingHoursHandlers = (parts: SettingsParts) => resourceHandlers(parts, hours)
