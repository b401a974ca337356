// At start: the database really keeps the tenants apart for the roles under which everything runs. Each transaction
// checks its role again; this also finds what was changed in the database by hand.

import { connect, type DatabaseAddress } from './connection.ts'
import { StartRefused } from '../runtime/start-refused.ts'

const questions = [
  {
    fault: 'these roles see every row, because they are superusers or have BYPASSRLS',
    text: `select rolname as name from pg_roles where rolname in ('app_rt', 'app_platform') and (rolsuper or rolbypassrls)`,
  },
  {
    fault: 'these roles belong to a role that sees more than they may',
    text: `select r.rolname as name from pg_roles r join pg_roles o on o.oid <> r.oid and pg_has_role(r.oid, o.oid, 'member')
      where r.rolname in ('app_rt', 'app_platform')`,
  },
  {
    fault: 'row-level security is off, or not forced, for these tables',
    text: `select relname as name from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'p')
      and not (relrowsecurity and relforcerowsecurity)`,
  },
  {
    fault: 'a policy opens all rows of these tables to everybody who reaches it',
    text: `select distinct c.relname as name from pg_policy p join pg_class c on c.oid = p.polrelid
      where c.relnamespace = 'public'::regnamespace and pg_get_expr(p.polqual, p.polrelid) = 'true'`,
  },
]

export async function checkIsolation(address: DatabaseAddress): Promise<void> {
  const client = await connect({ address, name: 'start' })
  try {
    for (const { fault, text } of questions) {
      const { rows } = await client.query<{ name: string }>(text)
      if (rows.length > 0) {
        throw new StartRefused(
          `The tenants are not kept apart in the database at DATABASE_URL: ${fault}: ${rows.map(({ name }) => name).join(', ')}.`,
        )
      }
    }
  } finally {
    await client.end()
  }
}
