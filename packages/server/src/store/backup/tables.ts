// The tables of a backup in an order in which each comes after those that it refers to.

import type { ClientBase } from 'pg'

/** Log-ins are not carried over: whoever holds a backup must not hold anybody's session. */
const leftOut = new Set(['web_session'])

export async function tablesInOrder(client: ClientBase): Promise<readonly string[]> {
  const tables = await client.query<{ name: string }>(
    `select relname as name from pg_class where relnamespace = 'public'::regnamespace and relkind = 'r' order by 1`,
  )
  const references = await client.query<{ child: string; parent: string }>(
    `select c.relname as child, p.relname as parent from pg_constraint k
     join pg_class c on c.oid = k.conrelid join pg_class p on p.oid = k.confrelid
     where k.contype = 'f' and k.connamespace = 'public'::regnamespace and c.oid <> p.oid`,
  )
  return sorted(
    tables.rows.map((row) => row.name).filter((name) => !leftOut.has(name)),
    references.rows,
  )
}

function sorted(names: readonly string[], references: readonly { child: string; parent: string }[]): string[] {
  const done: string[] = []
  const left = new Set(names)
  while (left.size > 0) {
    const ready = [...left].filter((name) => references.every(({ child, parent }) => child !== name || !left.has(parent)))
    if (ready.length === 0) throw new Error(`tables refer to each other in a circle: ${[...left].join(', ')}`)
    for (const name of ready) left.delete(name)
    done.push(...ready)
  }
  return done
}

export async function schemaNames(client: ClientBase): Promise<readonly string[]> {
  const { rows } = await client.query<{ name: string }>('select name from migration.kysely_migration order by name')
  return rows.map((row) => row.name)
}
