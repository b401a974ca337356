// A database whose host is gone without a word: no connection closes, nothing is answered.

import { sql } from 'kysely'
import { afterEach, expect, it } from 'vitest'
import { type FrozenWay, frozenWay } from '../test-support/frozen-way.ts'
import { useTestDatabase } from '../test-support/test-database.ts'
import { Lane } from './lane.ts'
import { takeLease } from './lease.ts'
import { TenantStore } from './tenant-store.ts'

const db = useTestDatabase()
let way: FrozenWay
afterEach(() => way.close())

it('statements are given up, and the next ones find their way when it is back', async () => {
  way = await frozenWay(db().address)
  const plan = { address: way.address, name: 'test', max: 2, waitMs: 1_000, statementMs: 200, onError: () => undefined }
  const lane = new Lane(plan)
  const store = new TenantStore(lane, 0)
  const ask = () => store.read((trx) => sql`select 1`.execute(trx))
  await Promise.all([ask(), ask()])
  way.freeze()
  await expect(Promise.all([ask(), ask()])).rejects.toThrow(/Connection terminated/)
  await expect(ask()).rejects.toThrow(/timeout|terminated/)
  way.thaw()
  await ask()
  await lane.end()
})

it('the lease is not lost to the silence, and renewed when it is over', async () => {
  way = await frozenWay(db().address)
  const [troubles, lost]: [string[], string[]] = [[], []]
  const options = {
    address: way.address,
    standby: false,
    onWaiting: () => Promise.resolve(),
    onTrouble: (words: string) => troubles.push(words),
    onLost: () => lost.push('lost'),
  }
  const lease = await takeLease(options)
  way.freeze()
  await expect.poll(() => troubles.length).toBe(1)
  const isOver = async () =>
    (await db().owner.query<{ over: boolean }>('select held_until < clock_timestamp() as over from program.lease')).rows[0]?.over
  await expect.poll(isOver).toBe(true)
  way.thaw()
  await expect.poll(isOver).toBe(false)
  expect(lost).toEqual([])
  await lease.close()
})
