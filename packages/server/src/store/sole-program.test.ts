import { expect, it } from 'vitest'
import { useTestDatabase } from '../test-support/test-database.ts'
import { lockKey, takeSole, type SoleProgram } from './sole-program.ts'

const db = useTestDatabase()

function urlOf(): string {
  const { address } = db()
  return 'url' in address ? address.url : `postgres://${address.user}@localhost/${address.database}?host=${address.host}`
}

const take = (lost: string[] = []): Promise<SoleProgram> =>
  takeSole({ databaseUrl: urlOf(), onTrouble: () => undefined, onLost: () => lost.push('lost') })

async function takenBySomebody(): Promise<boolean> {
  const { rows } = await db().owner.query<{ taken: boolean }>(
    `select exists (select from pg_locks where locktype = 'advisory' and objid = $1 and granted) as taken`,
    [lockKey],
  )
  return rows[0]?.taken === true
}

const cut = () =>
  db().owner.query(
    `select pg_terminate_backend(pid) from pg_stat_activity where application_name like 'openseat sole%' and datname = current_database()`,
  )

it('only one program has the database, and the next is told which', async () => {
  const first = await take()
  await expect(take()).rejects.toThrow(new RegExp(`in use by another OpenSeat \\(pid=${process.pid} host=`))
  await first.close()
  await (await take()).close()
})

it('a broken connection is taken again', async () => {
  const lost: string[] = []
  const first = await take(lost)
  await cut()
  await expect.poll(takenBySomebody, { timeout: 5_000 }).toBe(true)
  expect(lost).toEqual([])
  await first.close()
})

it('stops when another program was faster', async () => {
  const lost: string[] = []
  const first = await take(lost)
  // The other one takes the lock in the same moment in which the first loses it.
  await db().owner.query(
    'select pg_terminate_backend(pid), pg_advisory_lock($1) from pg_stat_activity where application_name like $2 and datname = current_database()',
    [lockKey, 'openseat sole%'],
  )
  await expect.poll(() => lost, { timeout: 5_000 }).toEqual(['lost'])
  await db().owner.query('select pg_advisory_unlock_all()')
  await first.close()
})
