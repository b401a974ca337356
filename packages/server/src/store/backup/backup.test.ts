import { mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { seedDemo } from '../../demo/demo-seed.ts'
import { Settings } from '../../settings/settings.ts'
import { verifyAudit } from '../../settings/verify-audit.ts'
import { makeTestDatabase, useTestDatabase, type TestDatabase } from '../../test-support/test-database.ts'
import { exportTo } from './export.ts'
import { importFrom } from './import.ts'

const source = useTestDatabase()
const oddName = 'a\u2028b\r\n"quote" \\ 😀 {"endOf":"x"}'
let folder: string
let file: string

beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'openseat-backup-'))
  file = path.join(folder, 'all.ndjson')
  const { database, owner } = source()
  const settings = new Settings(database, () => undefined)
  await seedDemo({ settings, platform: database.platform }, { password: 'not a secret', enterpriseOrigin: 'http://localhost:8090' })
  // Queues that overflow into each other, a name with every awkward character, and an instant with microseconds.
  const queues = await owner.query<{ id: number }>('select id from skill_queue order by id')
  const [a, b] = queues.rows.map((row) => row.id)
  await owner.query(
    `update skill_queue set on_timeout = jsonb_build_object('action', 'transfer', 'queueId', case id when $1::int then $2::int else $1::int end)`,
    [a, b],
  )
  await owner.query('update staff set name = $1, locked_until = $2 where account = $3', [oddName, '2026-01-02T03:04:05.678912Z', 'admin'])
  await exportTo(file, source().address)
})
afterAll(() => rm(folder, { recursive: true, force: true }))

async function contents({ owner }: TestDatabase): Promise<Record<string, unknown>> {
  const tables = await owner.query<{ name: string }>(
    `select tablename as name from pg_tables where schemaname = 'public' and tablename <> 'web_session' order by 1`,
  )
  const found: Record<string, unknown> = {}
  for (const { name } of tables.rows)
    found[name] = (
      await owner.query<{ all: unknown }>(`select jsonb_agg(to_jsonb(t) order by to_jsonb(t)) as all from ${name} t`)
    ).rows[0]?.all
  return found
}

async function intoEmpty(work: (target: TestDatabase) => Promise<void>): Promise<void> {
  const target = await makeTestDatabase()
  try {
    await work(target)
  } finally {
    await target.close()
  }
}

describe('a backup', () => {
  it('comes back the same, to the microsecond', () =>
    intoEmpty(async (target) => {
      const { rows } = await importFrom(file, target.address)
      expect(rows).toBeGreaterThan(20)
      expect(await contents(target)).toEqual(await contents(source()))
      const { rows: staff } = await target.owner.query(`select name from staff where account = 'admin'`)
      expect(staff).toEqual([{ name: oddName }])
      expect(await verifyAudit(target.database, 1)).toMatchObject({ brokenAt: null })
    }))

  it('lets new ids follow the imported ones', () =>
    intoEmpty(async (target) => {
      await importFrom(file, target.address)
      const before = await target.owner.query<{ id: number }>('select max(id) as id from role')
      const made = await target.owner.query<{ id: number }>(`insert into role (tenant_id, name) values (1, 'new') returning id`)
      expect(made.rows[0]?.id).toBe((before.rows[0]?.id ?? 0) + 1)
      expect(await target.database.platform.nextTenantId()).toBeGreaterThan(1)
    }))

  it('holds nobody’s session and is readable to its owner only', async () => {
    expect(await readFile(file, 'utf8')).not.toContain('web_session')
    const { stat } = await import('node:fs/promises')
    expect((await stat(file)).mode & 0o077).toBe(0)
  })

  it('that the disk does not take is told, and leaves no file', async () => {
    const full = path.join(folder, 'full.ndjson')
    await symlink('/dev/full', `${full}.partial`)
    await expect(exportTo(full, source().address)).rejects.toThrow(/ENOSPC/)
    expect((await readdir(folder)).filter((name) => name.startsWith('full'))).toEqual([])
  })

  it('is refused by a database that has data', async () => {
    await expect(importFrom(file, source().address)).rejects.toThrow(/not empty/)
  })

  const tampered: [string, (lines: string[]) => string[], RegExp][] = [
    ['a changed value', (lines) => lines.map((line) => line.replace('"wangmin"', '"wangmun"')), /checksum of table/],
    ['a removed row', (lines) => lines.filter((line) => !line.includes('"lilei"')), /rows where/],
    ['a removed end', (lines) => lines.slice(0, -2), /ends too early/],
    ['a removed table', (lines) => withoutTable(lines, 'busy_reason'), /table is missing/],
    [
      'an unknown table',
      (lines) => lines.map((line) => (line === '{"table":"agent"}' ? '{"table":"pg_authid"}' : line)),
      /no table pg_authid/,
    ],
    ['another file', () => ['hello'], /not JSON/],
    ['another schema', (lines) => lines.map((line) => line.replace('"0001-foundation"', '"0002-other"')), /made with the schema/],
  ]
  it.each(tampered)('with %s is refused and leaves nothing', (_name, change, words) =>
    intoEmpty(async (target) => {
      const bad = path.join(folder, 'bad.ndjson')
      await writeFile(bad, change((await readFile(file, 'utf8')).split('\n')).join('\n'))
      const before = await contents(target)
      await expect(importFrom(bad, target.address)).rejects.toThrow(words)
      expect(await contents(target)).toEqual(before)
    }),
  )
})

function withoutTable(lines: readonly string[], table: string): string[] {
  const from = lines.indexOf(`{"table":"${table}"}`)
  const to = lines.findIndex((line) => line.startsWith(`{"endOf":"${table}"`))
  return lines.filter((_, index) => index < from || index > to)
}
