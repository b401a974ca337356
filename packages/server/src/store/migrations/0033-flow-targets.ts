// Callers may be sent into flows: by a called route, by a queue that cannot serve them, and while they wait. Where they are sent is
// one value; which queue or flow that is follows from it, so that neither is deleted while something leads there.
import { type Kysely, sql } from 'kysely'
import type { Migration } from 'kysely/migration'
import { everyTenant } from './isolated-rows.ts'

const ways = ['on_timeout', 'on_overflow', 'on_unstaffed', 'on_closed']

const toFlow = (table: string, column: string, value: string): string => `
alter table ${table}
  add column ${column} integer generated always as ((${value} ->> 'flowId')::integer) stored,
  add foreign key (tenant_id, ${column}) references flow (tenant_id, id);`

const queueWay = (way: string): string => `
alter table skill_queue add column ${way} jsonb not null default '{"action":"release"}';
${everyTenant(`update skill_queue set ${way} = jsonb_build_object('action', 'transfer', 'queueId', ${way}_queue_id) where ${way}_queue_id is not null`)}
alter table skill_queue drop column ${way}_queue_id;
alter table skill_queue
  add column ${way}_queue_id integer generated always as ((${way} ->> 'queueId')::integer) stored,
  add foreign key (tenant_id, ${way}_queue_id) references skill_queue (tenant_id, id) deferrable;
${toFlow('skill_queue', `${way}_flow_id`, way)}`

const routes = `
alter table called_route add column target jsonb;
${everyTenant(`update called_route set target = jsonb_build_object('kind', 'skillQueue', 'queueId', queue_id)`)}
alter table called_route alter column target set not null, drop column queue_id;
alter table called_route
  add column queue_id integer generated always as ((target ->> 'queueId')::integer) stored,
  add foreign key (tenant_id, queue_id) references skill_queue (tenant_id, id);
${toFlow('called_route', 'flow_id', 'target')}`

const waits = `
alter table skill_queue
  add column wait_flow_id integer,
  add foreign key (tenant_id, wait_flow_id) references flow (tenant_id, id);`

export const flowTargets: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    for (const statement of [...ways.map(queueWay), routes, waits]) await sql.raw(statement).execute(db)
  },
}
