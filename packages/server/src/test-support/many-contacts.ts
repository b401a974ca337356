// Two years of a busy tenant's contacts, made by the database itself: a test takes a fifth of what a benchmark takes.
import type { ClientBase } from 'pg'

export interface ManyContacts {
  readonly tenantId: number
  readonly contacts: number
  readonly agents: number
  readonly queues: number
}

/** The number that has called most often: one contact in fifty. */
export const frequentCaller = '13800000000'

/** The first of the agents. */
export const firstAgent = 1000

/** As someone who may write every tenant's rows. */
export async function insertContacts(client: ClientBase, { tenantId, contacts, agents, queues }: ManyContacts): Promise<void> {
  const answered = `(i % 10 <> 3)`
  const customer = `case when i % 50 = 7 then '${frequentCaller}' else (array['', '+86', '0086', '0'])[i % 4 + 1] || '139' || lpad((i::bigint * 7919 % (${contacts} / 8))::text, 8, '0') end`
  const direction = `case when i % 20 = 0 then 'internal' when i % 4 = 1 then 'outbound' else 'inbound' end`
  const agent = `(${firstAgent} + i * 31 % ${agents})::text`
  await client.query(`
    insert into contact (tenant_id, call_id, direction, media_type, caller_number, called_number, queue_id, queue_name, agent_number,
      started_at, answered_at, ended_at, release_cause, attached_data, detail, purpose, parent_call_id)
    select ${tenantId}, id, direction, 'audio',
      case direction when 'inbound' then customer when 'internal' then ${agent} else '4001234567' end,
      case direction when 'outbound' then customer when 'internal' then (${firstAgent} + i % ${agents})::text else '4001234567' end,
      case direction when 'inbound' then i * 13 % ${queues} + 1 end, case direction when 'inbound' then 'queue ' || (i * 13 % ${queues} + 1) end,
      case when ${answered} or direction <> 'inbound' then ${agent} end,
      at, case when ${answered} then at + interval '12 s' end, at + interval '200 s',
      case when ${answered} then 'customerHangUp' else 'abandoned' end,
      json_build_object('orderNo', md5(i::text), 'note', repeat('attached ', 20)),
      json_build_object('legs', json_build_array(json_build_object('party', 'agent', 'number', ${agent}, 'startedAt', 0, 'answeredAt', 0, 'endedAt', 0))),
      case when i % 100 = 0 then 'supervision' when direction = 'internal' then 'consult' else 'customer' end,
      case when direction = 'internal' then (1700000000000 + (i - 1)::bigint * 63)::text || '-1' end
    from (select i, (1700000000000 + i::bigint * 63)::text || '-1' as id, ${direction} as direction, ${customer} as customer,
        now() - interval '2 years' * ((${contacts} - i)::float8 / ${contacts}) as at from generate_series(1, ${contacts}) i) made`)
  await client.query(`
    insert into contact_part (tenant_id, agent_number, call_id, started_at)
    select tenant_id, agent_number, call_id, started_at from contact where tenant_id = ${tenantId} and agent_number is not null`)
  await client.query(`
    insert into wrap_up (tenant_id, call_id, agent_number, reason_id, notes, saved_at)
    select tenant_id, call_id, agent_number, abs(hashtext(call_id)) % 400 + 1, 'noted', ended_at from contact
    where tenant_id = ${tenantId} and answered_at is not null and agent_number is not null and purpose = 'customer'`)
  await client.query(`
    insert into recording (tenant_id, recording_id, call_id, status, started_at, duration_ms, bytes)
    select tenant_id, call_id || '-1', call_id, 'ready', started_at, 180000, 2880000 from contact
    where tenant_id = ${tenantId} and answered_at is not null and started_at > now() - interval '180 days'`)
  await client.query(`
    insert into contact_event (tenant_id, call_id, last_n, entries)
    select tenant_id, call_id, 1, json_build_array(json_build_object('n', 1, 'at', started_at, 'kind', 'arrived', 'data', '{}'::json)) from contact
    where tenant_id = ${tenantId}`)
}
