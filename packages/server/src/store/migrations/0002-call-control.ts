// Calls that belong to other calls, and what a queue records. The stored shape of calls and seats changes with it: calls
// that were going on end, and agents sign in anew.
import { type Kysely, sql } from 'kysely'
import type { Migration } from 'kysely/migration'

const statements = `
alter table skill_queue add column recording text not null default 'never', add column recording_notice boolean not null default false;
alter table contact add column purpose text not null default 'customer', add column parent_call_id text;
update contact set state = null, ended_at = now(), release_cause = 'connectionLost' where ended_at is null;
update agent_seat set state = (state::jsonb || jsonb_build_object(
  'state', jsonb_build_object('kind', 'signedOut', 'since', (extract(epoch from now()) * 1000)::bigint),
  'next', null, 'queueIds', '[]'::jsonb, 'device', 'browser', 'browserId', null, 'absentUntil', null))::json
where state::jsonb ? 'agentNumber';
`

export const callControl: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    await sql.raw(statements).execute(db)
  },
}
