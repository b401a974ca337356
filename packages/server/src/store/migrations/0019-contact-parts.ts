// Lists of contacts that stay quick when there are a million: a row for each agent's part in a contact, and an index for
// each thing that a list begins with. Nothing here covers a column that changes while a call lasts, but for its queue.

import { type Kysely, sql } from 'kysely'
import type { Migration } from 'kysely/migration'
import { everyTenant, isolatedRows } from './isolated-rows.ts'

const table = `
create table contact_part (
  tenant_id integer not null,
  agent_number text not null,
  call_id text not null,
  started_at timestamptz not null,
  primary key (tenant_id, agent_number, call_id)
);
`

/** Before the indexes are there: they are built once, at the end. The program does not write meanwhile (it holds the lease). */
const filled = `
insert into contact_part (tenant_id, agent_number, call_id, started_at)
select c.tenant_id, c.agent_number, c.call_id, c.started_at from contact c where c.agent_number is not null
union
select c.tenant_id, leg->>'number', c.call_id, c.started_at
from contact c cross join lateral json_array_elements(c.detail->'legs') leg
where json_typeof(c.detail->'legs') = 'array' and leg->>'party' = 'agent' and leg->>'number' is not null
`

const indexes = `
create index contact_part_started on contact_part (tenant_id, agent_number, started_at desc, call_id);
create index contact_direction on contact (tenant_id, direction, started_at desc, call_id);
create index contact_queue on contact (tenant_id, queue_id, started_at desc, call_id);
create index contact_parent on contact (tenant_id, parent_call_id) where parent_call_id is not null;
analyze contact;
analyze contact_part;
`

export const contactParts: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    for (const part of [table, isolatedRows({ tables: ['contact_part'] }), everyTenant(filled), indexes]) await sql.raw(part).execute(db)
  },
}
