// A pop's rule tried against past contacts: the same function that real contacts use.
import type { PopRule, RouteResponse } from '@openseat/contracts'
import { brokenPart, maskNumber } from '@openseat/domain'
import { may } from '../access/authorise.ts'
import type { Person } from '../access/person.ts'
import type { TenantTransaction } from '../store/tenant-store.ts'

/** The newest contacts are looked at, no more. */
const looked = 200

export async function dryRun(trx: TenantTransaction, rule: PopRule, person: Person): Promise<RouteResponse<'dryRunScreenPop'>> {
  const rows = await trx
    .selectFrom('contact')
    .select([
      'call_id',
      'direction',
      'media_type',
      'caller_number',
      'called_number',
      'queue_id',
      'queue_name',
      'started_at',
      'attached_data',
    ])
    .where('purpose', '=', 'customer')
    .where('agent_number', 'is not', null)
    .where('answered_at', 'is not', null)
    .orderBy('started_at', 'desc')
    .limit(looked)
    .execute()
  const seesNumbers = may(person, 'number.reveal')
  const items = rows.map((row) => {
    const direction = row.direction
    const mediaType = row.media_type
    const number = direction === 'inbound' ? row.caller_number : row.called_number
    return {
      callId: row.call_id,
      startedAt: row.started_at.toISOString(),
      direction,
      mediaType,
      customerNumber: seesNumbers ? number : maskNumber(number),
      queueName: row.queue_name,
      failed: brokenPart(rule, { queueId: row.queue_id, mediaType, direction, attachedData: row.attached_data }),
    }
  })
  return { items, matched: items.filter(({ failed }) => failed === null).length }
}
