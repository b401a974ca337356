// The lease in one process: who has it, who is refused, and what an older epoch can no longer do.

import { setTimeout as delay } from 'node:timers/promises'
import { afterEach, describe, expect, it } from 'vitest'
import { useTestDatabase } from '../test-support/test-database.ts'
import { Database } from './database.ts'
import { type Lease, takeLease } from './lease.ts'

const db = useTestDatabase()
const open: { close: () => Promise<unknown> }[] = []
afterEach(async () => {
  for (const one of open.splice(0)) await one.close()
})

async function take(standby = false, lost: string[] = [], waiting: string[] = []): Promise<Lease> {
  const lease = await takeLease({
    address: db().address,
    standby,
    onWaiting: async (holder) => void waiting.push(holder),
    onTrouble: () => undefined,
    onLost: () => lost.push('lost'),
  })
  open.push(lease)
  return lease
}

function databaseOf({ epoch }: Pick<Lease, 'epoch'>): Database {
  const database = new Database({ address: db().address, epoch, onError: () => undefined })
  open.push(database)
  return database
}

/** As if its program had not renewed it for long enough. */
const lapse = () => db().owner.query(`update program.lease set held_until = '-infinity'`)
const reasons = (database: Database, code: number) =>
  database.forTenant(0).transaction((trx) =>
    trx
      .insertInto('busy_reason')
      .values({ tenant_id: 0, code, name: `reason ${code}` })
      .execute(),
  )

describe('a lease', () => {
  it('is one program’s; the next is told whose, and how it could wait', async () => {
    await take()
    await expect(take()).rejects.toThrow(new RegExp(`in use by another OpenSeat \\(pid=${process.pid} host=[^]*OPENSEAT_STANDBY=1`))
  })

  it('that is given back is taken at once by a standby, which had been waiting', async () => {
    const first = await take()
    const waiting: string[] = []
    const second = take(true, [], waiting)
    await expect.poll(() => waiting.length).toBe(1)
    await first.close()
    expect((await second).epoch).toBe(first.epoch + 1)
  })

  it('that is no longer renewed is taken by whoever starts, without a standby too', async () => {
    await db().owner.query(`update program.lease set epoch = epoch + 1, holder = 'a dead one', held_until = now() + interval '2 seconds'`)
    await take()
  })

  it('that another program has taken is told to the one that had it', async () => {
    const lost: string[] = []
    await take(false, lost)
    await lapse()
    await take()
    await expect.poll(() => lost).toEqual(['lost'])
  })

  it('stays with its owner when the database was away from both for longer than it lasts', { timeout: 30_000 }, async () => {
    const lost: string[] = []
    const first = await take(false, lost)
    const waiting: string[] = []
    const standby = take(true, [], waiting)
    await expect.poll(() => waiting.length).toBe(1)
    for (const away of [3_200, 4_700]) {
      await db().owner.query('begin; lock table program.lease in access exclusive mode')
      await delay(away)
      await db().owner.query('commit')
      await delay(3_000)
      expect(lost).toEqual([])
    }
    await first.close()
    expect((await standby).epoch).toBe(first.epoch + 1)
  })

  it('whose connections are cut is kept, and renewed on a new one', async () => {
    const lost: string[] = []
    const lease = await take(false, lost)
    await db().owner.query(
      `select pg_terminate_backend(pid) from pg_stat_activity where application_name like 'openseat lease%' and datname = current_database()`,
    )
    await delay(1_500)
    await expect(take()).rejects.toThrow(/in use/)
    expect(lost).toEqual([])
    await reasons(databaseOf(lease), 70)
  })
})

describe('a program whose lease was taken', () => {
  it('reads what it likes, and writes nothing', async () => {
    const database = databaseOf(await take())
    await reasons(database, 71)
    await lapse()
    const second = databaseOf(await take())
    await expect(reasons(database, 72)).rejects.toMatchObject({ code: 'OS001' })
    const journal = database
      .forCalls(0)
      .execute({ name: 'reason', text: 'insert into busy_reason (tenant_id, code, name) select $1, $2, $3' }, [73, 'x'])
    await expect(journal).rejects.toMatchObject({ code: 'OS001' })
    await reasons(second, 74)
    const seen = await database.forTenant(0).read((trx) => trx.selectFrom('busy_reason').select('code').where('code', '>', 70).execute())
    expect(seen.map(({ code }) => code)).toEqual([71, 74])
  })

  it('does not commit a transaction that it had begun', async () => {
    const database = databaseOf(await take())
    let goOn = (): void => undefined
    const asleep = new Promise<void>((resolve) => (goOn = resolve))
    let written = (): void => undefined
    const inside = new Promise<void>((resolve) => (written = resolve))
    const late = database.forTenant(0).transaction(async (trx) => {
      await trx.insertInto('busy_reason').values({ tenant_id: 0, code: 75, name: 'late' }).execute()
      written()
      await asleep
    })
    late.catch(() => undefined)
    await inside
    await lapse()
    await reasons(databaseOf(await take()), 76)
    goOn()
    await expect(late).rejects.toThrow()
    const { rows } = await db().owner.query('select code from busy_reason where code in (75, 76)')
    expect(rows).toEqual([{ code: 76 }])
  })
})
