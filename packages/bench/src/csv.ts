// CSV import of 20 fields a row, plain and with ten of them encrypted, beside bare COPY of the same file in the same run;
// and the look-up by number, at rest and while an import goes on; then three rows into the full table; then four such files at
// once, of four tenants.
import { randomBytes } from 'node:crypto'
import { Readable } from 'node:stream'
import { chmod, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { baseFieldInputSchema, type BaseField } from '@openseat/contracts'
import { numberKeyForm } from '@openseat/domain'
import { SecretBox } from '@openseat/server/access/secret-box'
import { DataKeys } from '@openseat/server/data/data-keys'
import { findByNumber, tableRecord } from '@openseat/server/data/row-store'
import { Uploads } from '@openseat/server/files/uploads'
import { TableImports } from '@openseat/server/data/table-imports'
import { openPool } from '@openseat/server/store/connection'
import { milliseconds, percentile, printTable, type Row } from './figures/figures.ts'
import { insertTenant, openScratchStore } from './scratch-store.ts'

const rows = Number(process.argv[2] ?? 200_000)
const columns = 20
const tenants = [7, 8, 9, 10]
const [tenantId = 7] = tenants
const lookUps = 2_000
const restMs = 20

const store = await openScratchStore()
const keys = new DataKeys(new SecretBox(randomBytes(32)))
const faults: unknown[] = []
const imports = new TableImports({ database: store.database, keys, failed: (error) => faults.push(error) })
const uploads = new Uploads()
const numberOf = (index: number): string => `139${String(index).padStart(8, '0')}`

function csv(count: number): Buffer {
  const header = Array.from({ length: columns }, (_, at) => `f${at}`).join(',')
  const line = (index: number) => [numberOf(index), ...Array.from({ length: columns - 1 }, (_, at) => (index * 31 + at) % 10_000)].join(',')
  return Buffer.from([header, ...Array.from({ length: count }, (_, index) => line(index)), ''].join('\r\n'))
}

interface Table {
  readonly tenantId: number
  readonly tableId: number
}

async function makeTable(encrypted: number, owner = tenantId): Promise<Table> {
  const fields = Array.from({ length: columns }, (_, at): BaseField => {
    const field = baseFieldInputSchema.parse({ name: `f${at}`, type: 'string', indexed: at === 0, encrypted: at < encrypted })
    return { ...field, fieldId: `c${at + 1}` }
  })
  return store.database.forTenant(owner).transaction(async (trx) => {
    await keys.make(trx, owner)
    const facts = {
      name: `t${owner}_${encrypted}_${Math.round(performance.now())}`,
      description: '',
      country: 'CN',
      status: 'published' as const,
      next_field: columns + 1,
    }
    const made = await trx
      .insertInto('base_table')
      .values({ tenant_id: owner, ...facts, key_form: numberKeyForm, fields: JSON.stringify(fields) })
      .returning('id')
      .executeTakeFirstOrThrow()
    return { tenantId: owner, tableId: made.id }
  })
}

async function copySeconds(file: Buffer): Promise<number> {
  const name = path.join(store.folder, 'rows.csv')
  await writeFile(name, file)
  await chmod(store.folder, 0o755)
  await chmod(name, 0o644)
  const owner = openPool({ address: store.address, name: 'bench', max: 1, onError: () => undefined })
  await owner.query(`create table bare (${Array.from({ length: columns }, (_, at) => `f${at} text`).join(', ')})`)
  const began = performance.now()
  await owner.query(`copy bare from '${name}' with (format csv, header)`)
  await owner.query('create index on bare (f0)')
  const seconds = (performance.now() - began) / 1000
  await owner.end()
  return seconds
}

async function lookUpTimes({ tenantId: owner, tableId }: Table, goesOn: (done: number) => boolean): Promise<number[]> {
  const times: number[] = []
  const tenant = store.database.forTenant(owner)
  while (goesOn(times.length)) {
    const began = performance.now()
    const number = `+86${numberOf((times.length * 7919) % rows)}`
    await tenant.read(async (trx) => findByNumber(trx, await tableRecord(trx, tableId), { keys: await keys.read(trx, owner), number }))
    times.push(performance.now() - began)
    if (times.length % 10 === 0) await new Promise((resolve) => setTimeout(resolve, restMs))
  }
  return times
}

async function importSeconds({ tenantId: owner, tableId }: Table, file: Buffer): Promise<number> {
  const began = performance.now()
  const actor = { tenantId: owner, staffId: null, account: 'bench', address: '' }
  const sent = await uploads.take(owner, Readable.from([file]), file.length)
  await imports.begin({ actor, tableId, fileName: 'rows.csv', file: sent })
  await imports.settled()
  return (performance.now() - began) / 1000
}

const spread = (times: readonly number[]): string => `${milliseconds(percentile(times, 50))} / ${milliseconds(percentile(times, 99))}`

async function measure(encrypted: number, { file, copy }: { file: Buffer; copy: number }): Promise<Row> {
  const table = await makeTable(encrypted)
  const seconds = await importSeconds(table, file)
  const rest = await lookUpTimes(table, (done) => done < lookUps)
  let running = true
  const again = importSeconds(table, file).finally(() => (running = false))
  const during = await lookUpTimes(table, () => running)
  return {
    what: encrypted === 0 ? 'import, plain' : `import, ${encrypted} encrypted`,
    seconds: seconds.toFixed(1),
    'rows/s': Math.round(rows / seconds),
    'of bare COPY': (copy / seconds).toFixed(3),
    'look-up p50 / p99 ms at rest': spread(rest),
    'during an import': spread(during),
    'import over itself s': (await again).toFixed(1),
    'three rows into it s': (await importSeconds(table, csv(3))).toFixed(2),
  }
}

/** A file of each tenant at once, while a number is looked up in the first one's table. */
async function measureAll(file: Buffer): Promise<Row> {
  const tables = await Promise.all(tenants.map((owner) => makeTable(10, owner)))
  const [first] = tables
  if (!first) throw new Error('no tenants')
  await importSeconds(first, file)
  const memory = new MemoryPeak()
  let running = true
  const all = Promise.all(tables.map((table) => importSeconds(table, file))).finally(() => (running = false))
  const during = await lookUpTimes(first, () => running)
  const seconds = Math.max(...(await all))
  return {
    what: `${tables.length} imports at once`,
    seconds: seconds.toFixed(1),
    'during an import': spread(during),
    'peak MB': memory.end(),
  }
}

class MemoryPeak {
  #peak = 0
  readonly #timer = setInterval(() => (this.#peak = Math.max(this.#peak, process.memoryUsage().rss)), 50)

  /** Megabytes of the whole process. */
  end(): number {
    clearInterval(this.#timer)
    return Math.round(this.#peak / 1e6)
  }
}

for (const owner of tenants) await insertTenant(store, owner)
const file = csv(rows)
const copy = await copySeconds(file)
const bare = {
  what: `bare COPY and its index, ${(file.length / 1e6).toFixed(1)} MB`,
  seconds: copy.toFixed(1),
  'rows/s': Math.round(rows / copy),
}
printTable('csv', [bare, await measure(0, { file, copy }), await measure(10, { file, copy }), await measureAll(file)])
if (faults.length > 0) throw new AggregateError(faults, 'an import failed')
await store.close()
