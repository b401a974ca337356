// What the database reads for each list of contacts, at a size at which a plan that walks through everything stands out.
import { limits } from '@openseat/contracts'
import { sql } from 'kysely'
import { beforeAll, describe, expect, it } from 'vitest'
import { firstAgent, frequentCaller, insertContacts } from '../test-support/many-contacts.ts'
import { useTestDatabase } from '../test-support/test-database.ts'
import { contactsStatement, findContacts, type ContactQuestion } from '../records/contact-list.ts'

const db = useTestDatabase()
const tenantId = 1
const contacts = 120_000
/** An agent's list is looked up in two tables; a search looks for each form of a number in two columns. */
const mostRead = 3 * (limits.contactsLookedAt + 1)

beforeAll(async () => {
  await db().owner.query(`insert into tenant (id, code, name) values (${tenantId}, 'busy', 'Busy')`)
  await insertContacts(db().owner, { tenantId, contacts, agents: 40, queues: 20 })
  await db().owner.query('vacuum analyze')
}, 120_000)

const agent = String(firstAgent + 5)
const ago = (days: number) => new Date(Date.now() - days * 86_400_000).toISOString()
const callAt = (index: number): string => `${1_700_000_000_000 + index * 63}-1`

type Query = Partial<ContactQuestion['query']>
const question = (query: Query, more: Partial<ContactQuestion> = {}): ContactQuestion => ({
  tenantId,
  query: { search: '', page: 1, pageSize: 20, ...query },
  partOf: null,
  reasonIds: null,
  numbers: null,
  searchedNumbers: null,
  seesNumbers: true,
  ...more,
})

interface PlanNode {
  readonly 'Node Type': string
  readonly 'Relation Name'?: string
  readonly 'Actual Rows': number
  readonly 'Actual Loops': number
  readonly 'Rows Removed by Filter'?: number
  readonly Plans?: readonly PlanNode[]
}

const nodesOf = (node: PlanNode): PlanNode[] => [node, ...(node.Plans ?? []).flatMap(nodesOf)]

/** Rows that were read of each table. */
async function rowsRead(asked: ContactQuestion): Promise<Record<string, number>> {
  const plan = await db()
    .database.forTenant(tenantId)
    .read((trx) => sql<{ 'QUERY PLAN': [{ Plan: PlanNode }] }>`explain (analyze, format json) ${contactsStatement(asked)}`.execute(trx))
  const root = plan.rows[0]?.['QUERY PLAN'][0].Plan
  if (!root) throw new Error('there is no plan')
  const read: Record<string, number> = {}
  for (const node of nodesOf(root)) {
    const table = node['Relation Name']
    const rows = (node['Actual Rows'] + (node['Rows Removed by Filter'] ?? 0)) * node['Actual Loops']
    if (table !== undefined) read[table] = (read[table] ?? 0) + rows
  }
  return read
}

describe('a list of contacts reads no more than it looks at', () => {
  const lists: [string, ContactQuestion][] = [
    ['the first page', question({})],
    ['far back', question({ after: callAt(20_000) })],
    ['back from there', question({ before: callAt(20_000) })],
    ['the oldest first', question({ sort: 'startedAt' })],
    ['sorted by queue', question({ sort: '-queueName' })],
    ['a day a year ago', question({ from: ago(366), to: ago(365) })],
    ['a direction', question({ direction: 'internal', to: ago(300) })],
    ['a queue and what no queue has', question({ queueId: '3', direction: 'internal' })],
    ['an agent', question({ agentNumber: agent })],
    ['what was missed', question({ outcome: 'missed' })],
    ['what is recorded, before anything is', question({ recording: 'kept', to: ago(300) })],
    ['what is not recorded', question({ recording: 'none' })],
    ['a reason', question({}, { reasonIds: [17] })],
    ['a search that finds nothing', question({ search: 'zzzz' })],
    [
      'a search by number',
      question({ search: '13900000007' }, { searchedNumbers: { forms: ['13900000007', '+8613900000007'], e164: '+8613900000007' } }),
    ],
    [
      'the history of a number',
      question({}, { numbers: { forms: ['13900000007', '+8613900000007', '8613900000007'], e164: '+8613900000007' } }),
    ],
    ['the history of the number that calls most', question({}, { numbers: { forms: [frequentCaller], e164: null } })],
    ['an agent’s own', question({}, { partOf: agent })],
    ['an agent’s own, searched', question({ search: '0004' }, { partOf: agent })],
    ['what was made for the sake of a call', question({ parentCallId: callAt(19) })],
  ]
  it.each(lists)('%s', async (_name, asked) => {
    for (const [table, rows] of Object.entries(await rowsRead(asked))) expect(rows, table).toBeLessThanOrEqual(mostRead)
  })
})

describe('what lies further back', () => {
  const find = (query: Query, more?: Partial<ContactQuestion>) =>
    db()
      .database.forTenant(tenantId)
      .read((trx) => findContacts(trx, question(query, more)))

  it('is come to answer by answer, each contact once, and back again', async () => {
    const whole = { pageSize: limits.contactsLookedAt, direction: 'outbound' } as const
    const answers = [await find(whole)]
    for (let last = answers[0]; last && last.earlier !== null; answers.push(last)) last = await find({ ...whole, after: last.earlier })
    expect(answers.length).toBeGreaterThan(2)
    expect((await find({ ...whole, before: answers[1]?.later ?? '' })).ids.toSorted()).toEqual(answers[0]?.ids.toSorted())
    const seen = answers.flatMap(({ ids }) => ids)
    const { rows } = await db().owner.query<{ call_id: string }>(
      `select call_id from contact where tenant_id = ${tenantId} and direction = 'outbound' and purpose <> 'supervision' order by started_at desc, call_id`,
    )
    expect(seen).toEqual(rows.map((row) => row.call_id))
  })

  it('is said to be there, and a page beyond what was looked at is refused in words', async () => {
    const { total, earlier, later } = await find({})
    expect(total).toBeLessThanOrEqual(limits.contactsLookedAt)
    expect([earlier === null, later]).toEqual([false, null])
    await expect(find({ page: 20_000 })).rejects.toMatchObject({
      problems: [{ field: 'page', code: 'FIELD_TOO_LARGE', params: { max: 500 } }],
    })
    const further = await find({ after: earlier ?? '' })
    const back = await find({ before: further.later ?? '', pageSize: 200 })
    expect(back.ids.length).toBeGreaterThan(0)
    expect((await find({ parentCallId: callAt(19) })).earlier).toBeNull()
  })

  it('is found when it is asked for whole', async () => {
    expect((await find({ search: callAt(17) })).ids).toEqual([callAt(17)])
    const whole = await find(
      { search: '+8613900000007' },
      { searchedNumbers: { forms: ['13900000007', '+8613900000007'], e164: '+8613900000007' } },
    )
    const { rows } = await db().owner.query(
      `select from contact where '13900000007' in (caller_number, called_number) or '+8613900000007' in (caller_number, called_number)`,
    )
    expect(rows.length).toBeGreaterThan(1)
    expect(whole.total).toBe(rows.length)
  })
})
