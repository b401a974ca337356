// Lists and look-ups of a tenant with a million contacts (and a second one with a tenth of them), 500 agents, 59,899 work
// numbers, 1,000 queues and 20,000 audit entries: how long each answer takes inside the server, by its p50 and p95.
import { limits, type Permission, type RouteQuery } from '@openseat/contracts'
import type { Person } from '@openseat/server/access/person'
import { contactHandlers } from '@openseat/server/records/contact-handlers'
import { readStored } from '@openseat/server/desk/journal'
import { agentHandlers } from '@openseat/server/settings/agents'
import { auditHandlers } from '@openseat/server/settings/audit-log'
import type { SettingsParts } from '@openseat/server/settings/checks'
import { Settings } from '@openseat/server/settings/settings'
import { skillQueueHandlers } from '@openseat/server/settings/skill-queues'
import { openPool } from '@openseat/server/store/connection'
import { firstAgent, frequentCaller, insertContacts } from '@openseat/server/test-support/many-contacts'
import type { CallContext } from '@openseat/server/http/handlers'
import type { PoolClient } from 'pg'
import { milliseconds, percentile, printTable, type Row } from './figures/figures.ts'
import { insertTenant, openScratchStore } from './scratch-store.ts'

const contacts = Number(process.argv[2] ?? 1_000_000)
const times = 30
const big = { tenantId: 1, contacts, agents: 500, queues: 50 }
const small = { ...big, tenantId: 2, contacts: contacts / 10 }

const store = await openScratchStore()
const settings = new Settings(store.database, (error) => {
  throw error
})
const parts = { settings, platform: store.database.platform } as unknown as SettingsParts
const handlers = { ...contactHandlers(settings), ...agentHandlers(parts), ...auditHandlers(parts), ...skillQueueHandlers(parts) }
const context = { language: 'en', address: '' } as CallContext

const personWith = (agentNumber: string | null, ...permissions: Permission[]): Person => ({
  tenantId: big.tenantId,
  tenantCode: 'bench1',
  tenantName: '',
  country: 'CN',
  timeZone: 'UTC',
  staffId: 1,
  account: 'bench',
  name: '',
  permissions: new Set(permissions),
  agentNumber,
  mustChangePassword: false,
  language: 'en',
  sessionHash: '',
})
const inspector = personWith(null, 'record.readAll', 'number.reveal')
const agent = personWith(String(firstAgent + 7), 'record.readOwn', 'number.reveal')

async function fill(client: PoolClient): Promise<void> {
  await client.query('set role app_backup')
  for (const tenant of [big, small]) await insertContacts(client, tenant)
  const { tenantId } = big
  await client.query(`insert into skill_queue (tenant_id, name) select ${tenantId}, 'queue ' || i from generate_series(1, 1000) i`)
  await client.query(`insert into staff (tenant_id, account, name, password_hash)
    select ${tenantId}, 'agent' || i, 'Agent ' || md5(i::text), '' from generate_series(1, 59899) i`)
  await client.query(`insert into agent (tenant_id, agent_number, staff_id)
    select ${tenantId}, 100 + row_number() over (order by id), id from staff where tenant_id = ${tenantId}`)
  await client.query(`insert into agent_skill (tenant_id, agent_number, queue_id)
    select a.tenant_id, a.agent_number, q.id from agent a join skill_queue q on q.tenant_id = a.tenant_id and q.id % 250 = a.agent_number::int % 250`)
  await client.query(`insert into audit_log (tenant_id, at, actor_account, action, object_type, object_id)
    select ${tenantId}, now() - i * interval '9 minutes', 'admin' || i % 9, 'change', 'agent', i::text from generate_series(1, 20000) i`)
  await client.query('reset role')
  await client.query('vacuum analyze')
}

type ContactQuery = RouteQuery<'listContacts'>
const ask = (person: Person, query: Partial<ContactQuery> = {}) =>
  handlers.listContacts({ person, params: undefined, body: undefined, context, query: { search: '', page: 1, pageSize: 20, ...query } })
const list = (name: 'listAgents' | 'listSkillQueues' | 'listAudit', query: object) =>
  (handlers[name] as (call: unknown) => Promise<unknown>)({
    person: inspector,
    context,
    query: { search: '', page: 1, pageSize: 20, ...query },
  })

const daysAgo = (days: number): string => new Date(Date.now() - days * 86_400_000).toISOString()
const callAt = (index: number): string => `${1_700_000_000_000 + index * 63}-1`
const lastPage = limits.contactsLookedAt / 20

const questions: Record<string, () => Promise<unknown>> = {
  'contacts, first page': () => ask(inspector),
  'contacts, last page that is counted': () => ask(inspector, { page: lastPage }),
  'contacts, 400,000 further back (page 20,000)': () => ask(inspector, { after: callAt(contacts * 0.6) }),
  'contacts, back from there': () => ask(inspector, { before: callAt(contacts * 0.6) }),
  'contacts, oldest first': () => ask(inspector, { sort: 'startedAt' }),
  ...Object.fromEntries(
    (['endedAt', '-queueName', 'agentNumber', 'direction', 'callId'] as const).map((sort) => [
      `contacts, sort ${sort}`,
      () => ask(inspector, { sort }),
    ]),
  ),
  'contacts, one day': () => ask(inspector, { from: daysAgo(1) }),
  'contacts, one day a year ago': () => ask(inspector, { from: daysAgo(366), to: daysAgo(365) }),
  'contacts, outbound': () => ask(inspector, { direction: 'outbound' }),
  'contacts, internal, a year ago': () => ask(inspector, { direction: 'internal', to: daysAgo(365) }),
  'contacts of an agent': () => ask(inspector, { agentNumber: String(firstAgent + 99) }),
  'contacts of an agent with none': () => ask(inspector, { agentNumber: '59999' }),
  'contacts of a queue': () => ask(inspector, { queueId: '7' }),
  'contacts of a queue, internal (none)': () => ask(inspector, { queueId: '7', direction: 'internal' }),
  'contacts, missed': () => ask(inspector, { outcome: 'missed' }),
  'contacts, recorded': () => ask(inspector, { recording: 'kept' }),
  'contacts, not recorded': () => ask(inspector, { recording: 'none' }),
  'contacts, reason': () => ask(inspector, { reasonId: '17' }),
  'contacts, every filter at once': () =>
    ask(inspector, {
      queueId: '7',
      agentNumber: String(firstAgent + 99),
      direction: 'inbound',
      outcome: 'answered',
      recording: 'none',
      from: daysAgo(500),
    }),
  'contacts, search a whole number': () => ask(inspector, { search: '13900000007' }),
  'contacts, search part of a number': () => ask(inspector, { search: '0004' }),
  'contacts, search a name': () => ask(inspector, { search: 'Agent c4' }),
  'contacts, search what is nowhere': () => ask(inspector, { search: 'zzzz' }),
  'contacts, search a call id': () => ask(inspector, { search: callAt(17) }),
  'history of a caller': () => ask(agent, { number: '+8613900000007', pageSize: 6 }),
  'history of a caller, all agents': () => ask(inspector, { number: '13900000007', pageSize: 6 }),
  'history of who calls most often': () => ask(inspector, { number: frequentCaller, pageSize: 6 }),
  'an agent’s own list': () => ask(agent),
  'an agent’s own list, missed': () => ask(agent, { outcome: 'missed' }),
  'an agent’s own list, search': () => ask(agent, { search: '0004' }),
  'consultations of a contact': () => ask(inspector, { parentCallId: callAt(19) }),
  'one contact with all that is in it': () =>
    handlers.getContact({ person: inspector, params: { callId: callAt(contacts / 2 + 1) }, query: undefined, body: undefined, context }),
  'the other tenant’s first page': () => ask({ ...inspector, tenantId: small.tenantId }),
  'a desk at start': () => readStored(store.database.forCalls(big.tenantId), Date.parse(daysAgo(1))),
  'audit, first page': () => list('listAudit', {}),
  'audit, last page': () => list('listAudit', { page: 1000 }),
  'audit, search': () => list('listAudit', { search: 'admin3' }),
  'audit, sort actor': () => list('listAudit', { sort: 'actor' }),
  'agents (59,899), first page': () => list('listAgents', {}),
  'agents, last page': () => list('listAgents', { page: 2994 }),
  'agents, 200 a page': () => list('listAgents', { pageSize: 200 }),
  'agents, search a name': () => list('listAgents', { search: 'c4ca' }),
  'agents, of a queue': () => list('listAgents', { queueId: 7 }),
  'queues (1,000), first page': () => list('listSkillQueues', {}),
  'queues, search': () => list('listSkillQueues', { search: '99' }),
}

async function measure(what: string, question: () => Promise<unknown>): Promise<Row> {
  const took: number[] = []
  for (let time = 0; time < times; time++) {
    const began = performance.now()
    await question()
    took.push(performance.now() - began)
  }
  return { what, p50: milliseconds(percentile(took, 50)), p95: milliseconds(percentile(took, 95)), 'first ms': milliseconds(took[0] ?? 0) }
}

for (const { tenantId } of [big, small]) await insertTenant(store, tenantId)
const owner = openPool({ address: store.address, name: 'bench', max: 1, onError: () => undefined })
const client = await owner.connect()
await fill(client)
client.release()
const rows: Row[] = []
for (const [what, question] of Object.entries(questions)) rows.push(await measure(what, question))
await owner.end()
await store.close()
printTable('contacts', rows)
