// Which program has this database: one at a time writes. Who takes over counts the epoch up; every writing transaction
// holds on to the epoch that it began with, so that none of an older one is committed beside or after the take-over.

import { type Kysely, sql } from 'kysely'
import type { Migration } from 'kysely/migration'

const lease = `
create schema program;
create table program.lease (
  id integer primary key default 1 check (id = 1),
  -- A key: a change of it waits for those who hold the row, a change of the time does not.
  epoch bigint not null unique,
  holder text not null,
  held_until timestamptz not null
);
insert into program.lease (epoch, holder, held_until) values (0, '', '-infinity');

create function program.hold(wanted bigint) returns bigint language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  perform 1 from program.lease where epoch = wanted for key share;
  if not found then
    raise exception 'another OpenSeat has taken this database over' using errcode = 'OS001';
  end if;
  return wanted;
end $$;
revoke execute on function program.hold(bigint) from public;
grant usage on schema program to app_rt;
grant execute on function program.hold(bigint) to app_rt;
`

export const programLease: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    await sql.raw(lease).execute(db)
  },
}
