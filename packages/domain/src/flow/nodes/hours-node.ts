// Where the clock leads: by working hours and their special days, in the tenant's time zone.
import { isOpen, specialDayAt } from '@openseat/contracts'
import { type NodeKind, optional, required } from './node-kind.ts'

export const schedule: NodeKind<'schedule'> = {
  in: ['ivr', 'chat', 'verification'],
  waits: 'never',
  ends: false,
  branches: () => [...required('open', 'closed'), ...optional('holiday', 'error')],
  behaviour: ({ hoursId }, scope) => {
    scope.refers({ kind: 'workingHours', field: 'config.hoursId', value: hoursId })
    return {
      enter: ({ context: { now, timeZone, workingHours }, leads }) => {
        const hours = workingHours.get(hoursId)
        if (!hours) return { fail: 'noHours', detail: String(hoursId) }
        if (isOpen(hours, now, timeZone)) return { go: 'open' }
        const special = specialDayAt(hours, now, timeZone)
        return special && leads('holiday') ? { go: 'holiday', detail: special.name } : { go: 'closed', detail: special?.name ?? '' }
      },
    }
  },
}
