// A resource that the product does not have, declared here: what one needs, and what it has from its declaration alone.

import {
  AppError,
  choiceField,
  defineResource,
  fact,
  limits,
  numberField,
  type ObjectOf,
  type Page,
  referenceField,
  type Route,
  text,
  textField,
} from '@openseat/contracts'
import { sql } from 'kysely'
import { beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { isolatedRows } from '../store/migrations/isolated-rows.ts'
import { useTestDatabase } from '../test-support/test-database.ts'
import { unknownReference } from './checks.ts'
import { Settings } from './settings.ts'
import { ResourceChanges } from './resource-changes.ts'
import { resourceHandlers } from './resource-handlers.ts'

const announcement = defineResource(
  {
    name: 'recording',
    plural: 'Announcements',
    table: 'announcement',
    scope: 'tenant',
    path: '/api/announcements',
    access: { read: ['skillQueue.read'], manage: ['skillQueue.manage'] },
    tag: 'routing',
    english: { a: 'an announcement', many: 'announcements' },
    fields: {
      name: textField(text(limits.queueName)),
      voice: choiceField(['woman', 'man'], 'woman'),
      maxQueued: numberField(limits.maxQueued),
      parentId: referenceField(),
      parentName: fact(z.string().nullable()),
    },
    list: {
      search: ['name', 'parentName'],
      sort: ['name', 'maxQueued', 'id'],
      first: 'name',
      filters: { voice: z.string().max(16).optional() },
    },
    get: true,
    limit: 4,
    unique: ['name'],
  },
  { named: ({ name }) => name },
)

const announcements: ResourceChanges<typeof announcement> = new ResourceChanges(announcement, {
  facts: { parentName: sql`(select a.name from announcement a where a.tenant_id = t.tenant_id and a.id = t.parent_id)` },
  check: async ({ edit, input: { parentId } }) => {
    if (parentId === null) return []
    const parent = await announcements.select(edit.trx).where('t.id', '=', parentId).executeTakeFirst()
    return parent === undefined ? [unknownReference('parentId', parentId)] : []
  },
  users: async (trx, { id }) => {
    const below = await announcements.select(trx).where('t.parent_id', '=', id).execute()
    return below.map((row) => String(row['name']))
  },
})

const db = useTestDatabase()
const tenantId = 1
const person = { tenantId, staffId: null, account: 'tester' }
type Handler = (call: object) => Promise<unknown>
let handlers: Readonly<Record<string, Handler>>

beforeAll(async () => {
  const { owner, database } = db()
  await owner.query(`
    insert into tenant (id, code, name) values (${tenantId}, 'made-up', 'made up');
    create table announcement (
      tenant_id integer not null references tenant, id integer generated always as identity primary key,
      name text not null, voice text not null, max_queued integer not null, parent_id integer, version integer not null default 1);
    ${isolatedRows({ tables: ['announcement'] })}`)
  const settings = new Settings(database, (error) => {
    throw error
  })
  const made: object = resourceHandlers({ settings, platform: database.platform }, announcements)
  handlers = { ...(made as Readonly<Record<string, Handler>>) }
})

interface Sent {
  readonly params?: object
  readonly query?: object
  readonly body?: object
}

/** As the HTTP server does: each part goes through the schema of the route. */
async function send(name: keyof typeof announcement.routes, { params, query = {}, body }: Sent = {}): Promise<unknown> {
  const route: Route = announcement.routes[name]
  const checked = { params: route.params?.parse(params), query: route.query?.parse(query), body: route.body?.parse(body) }
  return handlers[name]?.({ ...checked, person, context: { address: '192.0.2.1' } })
}
const create = (body: object) => send('createRecording', { body }) as Promise<ObjectOf<typeof announcement>>
const change = (id: number, body: object) => send('changeRecording', { params: { id: String(id) }, body })
const remove = (id: number) => send('deleteRecording', { params: { id: String(id) } })
const names = async (query: object) => {
  const { items, total } = (await send('listAnnouncements', { query })) as Page<ObjectOf<typeof announcement>>
  return { names: items.map(({ name }) => name), total }
}
const problemsWith = async (work: Promise<unknown>) => {
  const error = await work.then(
    () => undefined,
    (thrown: unknown) => thrown,
  )
  if (!(error instanceof AppError)) throw new Error('it was not refused', { cause: error })
  return { code: error.code, params: error.params, problems: error.problems.map(({ field, code }) => [field, code]) }
}

describe('a declared resource', () => {
  let welcome: ObjectOf<typeof announcement>

  it('is made with its defaults, and read again as it was answered', async () => {
    welcome = await create({ name: ' welcome ' })
    expect(welcome).toEqual({
      id: welcome.id,
      name: 'welcome',
      voice: 'woman',
      maxQueued: limits.maxQueued.default,
      parentId: null,
      parentName: null,
      version: 1,
    })
    expect(await send('getRecording', { params: { id: String(welcome.id) } })).toEqual(welcome)
  })

  it('is listed: searched in fields and facts, sorted both ways, narrowed by its filters, page by page', async () => {
    await create({ name: 'busy', voice: 'man', maxQueued: 5, parentId: welcome.id })
    await create({ name: 'closed', maxQueued: 7 })
    expect(await names({})).toEqual({ names: ['busy', 'closed', 'welcome'], total: 3 })
    expect(await names({ sort: '-maxQueued' })).toEqual({ names: ['welcome', 'closed', 'busy'], total: 3 })
    expect(await names({ search: 'WELC' })).toEqual({ names: ['busy', 'welcome'], total: 2 })
    expect(await names({ voice: 'man' })).toEqual({ names: ['busy'], total: 1 })
    expect(await names({ pageSize: '2', page: '2' })).toEqual({ names: ['welcome'], total: 3 })
    expect(await problemsWith(send('listAnnouncements', { query: { sort: 'voice' } }))).toMatchObject({
      problems: [['sort', 'FIELD_NOT_ONE_OF']],
    })
  })

  it('is not changed from an older version, and without one the last change wins', async () => {
    const body = { name: 'welcome', voice: 'man', version: 1 }
    expect(await change(welcome.id, body)).toMatchObject({ voice: 'man', version: 2 })
    expect(await problemsWith(change(welcome.id, body))).toEqual({
      code: 'OBJECT_CHANGED',
      params: { object: 'recording', name: 'welcome' },
      problems: [],
    })
    expect(await change(welcome.id, { name: 'Welcome' })).toMatchObject({ name: 'Welcome', voice: 'woman', version: 3 })
  })

  it('says all that is wrong at once: a name that is taken, whatever its case, and what its own code finds', async () => {
    expect(await problemsWith(create({ name: 'BUSY', parentId: 999 }))).toMatchObject({
      problems: [
        ['name', 'FIELD_TAKEN'],
        ['parentId', 'FIELD_REFERENCE'],
      ],
    })
  })

  it('has a limit', async () => {
    await create({ name: 'fourth' })
    expect(await problemsWith(create({ name: 'fifth' }))).toMatchObject({ code: 'OBJECT_LIMIT', params: { max: 4 } })
  })

  it('is not deleted while something depends on it, and is named by what does', async () => {
    expect(await problemsWith(remove(welcome.id))).toMatchObject({ code: 'OBJECT_IN_USE', params: { name: 'Welcome', users: 'busy' } })
    const { items } = (await send('listAnnouncements', { query: { search: 'closed' } })) as Page<ObjectOf<typeof announcement>>
    await remove(items[0]?.id ?? 0)
    expect(await problemsWith(remove(items[0]?.id ?? 0))).toMatchObject({ code: 'OBJECT_NOT_FOUND' })
  })

  it('is in the audit log: each change with what was before and after, and nothing that was refused', async () => {
    const entries = await db().owner.query<Record<string, unknown>>(
      'select action, object_id, before, after from audit_log where tenant_id = $1 order by seq',
      [tenantId],
    )
    const own = entries.rows.filter((row) => row['object_id'] === String(welcome.id))
    expect(own.map(({ action }) => action)).toEqual(['create', 'change', 'change'])
    expect(own[0]).toMatchObject({ before: null, after: welcome })
    expect(own[1]).toMatchObject({ before: { voice: 'woman', version: 1 }, after: { voice: 'man', version: 2 } })
    expect(entries.rows.map(({ action }) => action)).toEqual(['create', 'create', 'create', 'change', 'change', 'create', 'delete'])
  })

  it('whose row holds a value that was never declared is an error, not another of its values', async () => {
    await db().owner.query(`update announcement set voice = 'child' where name = 'busy'`)
    await expect(send('listAnnouncements')).rejects.toThrow('announcement')
  })
})
