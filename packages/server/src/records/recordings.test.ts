import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { sql } from 'kysely'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { FolderObjectStore } from '../adapters/object-store/folder-object-store.ts'
import { isKey } from '../adapters/object-store/object-store.ts'
import { wantedPart } from '../http/file-answer.ts'
import { useTestDatabase } from '../test-support/test-database.ts'
import { demoServer } from '../test-support/test-server.ts'
import { recordingHandlers } from './recording-handlers.ts'
import { Recordings } from './recordings.ts'

const db = useTestDatabase()
const tenantId = 1
let folder: string
let spool: string
let objects: FolderObjectStore
let recordings: Recordings
const faults: unknown[] = []

const open = (): Recordings => new Recordings({ database: db().database, objects, folder: spool, failed: (error) => faults.push(error) })

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'recordings-'))
  spool = path.join(folder, 'spool')
  await mkdir(spool)
  objects = new FolderObjectStore(path.join(folder, 'objects'))
  faults.length = 0
  recordings = open()
  const { http } = await demoServer(db().database)
  await http.close()
})
afterEach(async () => {
  await recordings.close()
  expect(faults).toEqual([])
  await db()
    .database.forTenant(tenantId)
    .transaction((trx) => trx.deleteFrom('recording').execute())
  await rm(folder, { recursive: true })
})

/** A stereo mu-law file of `seconds`, its head as a killed writer leaves it: without the sizes. */
function waveFile(seconds: number): Buffer {
  const head = Buffer.alloc(58)
  head.write('RIFF', 0)
  head.write('WAVEfmt ', 8)
  head.writeUInt32LE(18, 16)
  head.writeUInt16LE(7, 20)
  head.writeUInt16LE(2, 22)
  head.writeUInt32LE(8000, 24)
  head.writeUInt32LE(16_000, 28)
  head.writeUInt16LE(2, 32)
  head.writeUInt16LE(8, 34)
  head.write('fact', 38)
  head.writeUInt32LE(4, 42)
  head.write('data', 50)
  return Buffer.concat([head, Buffer.alloc(seconds * 16_000, 0xff)])
}

const written = async (name: string, seconds = 2): Promise<string> => {
  const file = path.join(spool, name)
  await writeFile(file, waveFile(seconds))
  return file
}
const rows = () =>
  db()
    .database.forTenant(tenantId)
    .read((trx) => trx.selectFrom('recording').selectAll().orderBy('recording_id').execute())

const endOf = (recordingId: string, file: string) =>
  ({ type: 'recordingEnded', room: '1-1', recordingId, reason: 'stopped', path: file, durationMs: 2_000, bytes: 32_058 }) as const

describe('recordings of a time without the database', () => {
  const away = () => db().owner.query('alter table recording rename to recording_away')
  const back = () => db().owner.query('alter table recording_away rename to recording')
  /** As a server that is shutting down says it: no bug of ours, and soon over. */
  const outage = (error: unknown) => Object.assign(error instanceof Error ? error : new Error(), { code: '57P01' })

  it('are kept once it is back: both their beginning and their end', async () => {
    const { database } = db()
    const broken = {
      forCalls: (id: number) => {
        const store = database.forCalls(id)
        const transaction: typeof store.transaction = (work) =>
          store.transaction(work).catch((error: unknown) => Promise.reject(outage(error)))
        return { tenantId: id, read: store.read.bind(store), transaction }
      },
      platform: database.platform,
    } as unknown as typeof database
    const troubles: unknown[] = []
    const failed = (error: unknown): void => void troubles.push(error)
    const patient = new Recordings({ database: broken, objects, folder: spool, failed })
    await away()
    patient.began(tenantId, '1-1-1')
    patient.ended(tenantId, endOf('1-1-1', await written('1-1-1.wav')))
    await expect.poll(() => troubles.length).toBeGreaterThan(1)
    await back()
    await expect.poll(async () => (await rows()).map(({ recording_id, status }) => [recording_id, status])).toEqual([['1-1-1', 'ready']])
    await patient.close()
  })

  it('are found again after a stop by the contact that they are of; others are removed', async () => {
    await db().owner.query(
      `insert into contact (tenant_id, call_id, direction, media_type, started_at) values (${tenantId}, '77-1', 'inbound', 'audio', now())`,
    )
    await written('77-1-1.wav.part')
    await written('78-1-1.wav')
    await recordings.start()
    expect((await rows()).map(({ recording_id, status }) => [recording_id, status])).toEqual([['77-1-1', 'ready']])
    expect(await readdir(spool)).toEqual([])
  })

  it('leave no audio behind when their deletion was stopped half-way', async () => {
    recordings.began(tenantId, '1-1-1')
    recordings.ended(tenantId, endOf('1-1-1', await written('1-1-1.wav')))
    await expect.poll(async () => (await rows())[0]?.status).toBe('ready')
    const key = (await rows())[0]?.object_key ?? ''
    await db().owner.query(`update recording set status = 'deleted', deleted_at = now()`)
    await recordings.applyRetention()
    expect(await objects.size(key)).toBeNull()
    expect((await rows())[0]?.object_key).toBeNull()
  })
})

describe('recordings', () => {
  it('are rows while they go on and objects when they are over', async () => {
    recordings.began(tenantId, '1-1-1')
    const file = await written('1-1-1.wav')
    recordings.ended(tenantId, {
      type: 'recordingEnded',
      room: '1-1',
      recordingId: '1-1-1',
      reason: 'stopped',
      path: file,
      durationMs: 2000,
      bytes: 32_058,
    })
    await recordings.close()
    expect(await rows()).toMatchObject([{ call_id: '1-1', status: 'ready', duration_ms: 2000, object_key: 'recordings/1/1-1-1.wav' }])
    expect(await objects.size('recordings/1/1-1-1.wav')).toBe(32_058)
    expect(await readdir(spool)).toEqual([])
  })

  it('of a killed program are mended and kept; what nobody could find again is removed', async () => {
    for (const id of ['1-1-1', '1-2-1', '1-3-1']) recordings.began(tenantId, id)
    await recordings.close()
    await written('1-1-1.wav.part', 3)
    await written('1-2-1.wav', 1)
    await written('9-9-9.wav.part')
    recordings = open()
    await recordings.start()
    expect(await rows()).toMatchObject([
      { recording_id: '1-1-1', status: 'ready', duration_ms: 3000 },
      { recording_id: '1-2-1', status: 'ready' },
      { recording_id: '1-3-1', status: 'lost', object_key: null },
    ])
    expect(await readdir(spool)).toEqual([])
  })

  it('are deleted when their time is over, and the row says so', async () => {
    recordings.began(tenantId, '1-1-1')
    const file = await written('1-1-1.wav')
    recordings.ended(tenantId, {
      type: 'recordingEnded',
      room: '1-1',
      recordingId: '1-1-1',
      reason: 'stopped',
      path: file,
      durationMs: 2000,
      bytes: 32_058,
    })
    await recordings.close()
    await recordings.applyRetention()
    expect(await rows()).toMatchObject([{ status: 'ready' }])
    await db()
      .database.forTenant(tenantId)
      .transaction((trx) => sql`update recording set started_at = now() - interval '181 days' where tenant_id = ${1}`.execute(trx))
    await recordings.applyRetention()
    expect(await rows()).toMatchObject([{ status: 'deleted' }])
    expect(await objects.size('recordings/1/1-1-1.wav')).toBe(null)
  })
})

describe('playing', () => {
  const prepare = async (agentNumber: string) => {
    recordings.began(tenantId, '1-1-1')
    const file = await written('1-1-1.wav')
    recordings.ended(tenantId, {
      type: 'recordingEnded',
      room: '1-1',
      recordingId: '1-1-1',
      reason: 'stopped',
      path: file,
      durationMs: 2000,
      bytes: 32_058,
    })
    await recordings.close()
    await db()
      .database.forTenant(tenantId)
      .transaction((trx) =>
        sql`insert into contact (tenant_id, call_id, direction, media_type, agent_number, started_at)
            values (${tenantId}, '1-1', 'inbound', 'audio', ${agentNumber}, now()) on conflict do nothing`.execute(trx),
      )
    return demoServer(db().database, undefined, ({ settings }) => recordingHandlers({ settings, objects, recordings }))
  }

  it('is for those with the right; parts can be asked for; it stands in the audit log', async () => {
    const server = await prepare('101')
    const params = { recordingId: '1-1-1' }
    const agent = await server.client('wangmin@demo')
    expect((await agent.call('playRecording', { params })).body.code).toBe('PERMISSION_MISSING')
    const inspector = await server.client('zhaoli@demo')
    for (const range of ['bytes=1-', 'bytes=44-', 'bytes=-32000'])
      expect((await inspector.call('playRecording', { params, headers: { range } })).status).toBe(206)
    const part = await inspector.call('playRecording', { params, headers: { range: 'bytes=0-99' } })
    expect([part.status, part.headers['content-range'], part.headers['content-length']]).toEqual([206, 'bytes 0-99/32058', '100'])
    expect((await inspector.call('playRecording', { params, headers: { range: 'bytes=99999-' } })).body.code).toBe('RANGE_REFUSED')
    expect((await inspector.call('getWaveform', { params })).body).toMatchObject({ durationMs: 2000 })
    const admin = await server.client('admin@demo')
    const audit = await admin.call('listAudit', { query: { search: 'play' } })
    expect(audit.body.items).toMatchObject([{ action: 'play', objectId: '1-1-1', actor: 'zhaoli' }])
    expect((await inspector.call('deleteRecording', { params })).body.code).toBe('PERMISSION_MISSING')
    expect((await admin.call('deleteRecording', { params })).status).toBe(204)
    expect((await inspector.call('playRecording', { params })).status).toBe(404)
    await server.http.close()
  })
})

it.each([
  ['bytes=0-', { from: 0, to: 9 }],
  ['bytes=3-5', { from: 3, to: 5 }],
  ['bytes=-4', { from: 6, to: 9 }],
  ['bytes=5-99', { from: 5, to: 9 }],
  ['bytes=10-', undefined],
  ['bytes=-', null],
  ['lines=1-2', null],
  [undefined, null],
])('range %s of ten bytes is %j', (range, part) => expect(wantedPart(range, 10)).toEqual(part))

it.each(['../x', '/x', 'a/../b', 'a//b', '', 'a/.', '.hidden', 'a\\b'])('key %j leads nowhere', (key) => expect(isKey(key)).toBe(false))
