import type { AudioPlan, Changes } from '@openseat/domain'
import { testAgent, testConfig, testQueue } from '@openseat/domain/centre/test-support/testing'
import { beforeEach, describe, expect, it } from 'vitest'
import { useTestDatabase } from '../test-support/test-database.ts'
import type { TenantStore } from '../store/tenant-store.ts'
import { readEvents, readTimeline } from './journal.ts'
import { TenantActor } from './tenant-actor.ts'

const database = useTestDatabase()
const tenantId = 7
const config = testConfig({ tenantId, agents: new Map([['101', testAgent('101', { 1: 5 })]]), queues: new Map([[1, testQueue(1)]]) })

let told: Changes[] = []
let failures: unknown[] = []
let hungUp: AudioPlan[] = []
let storing: boolean[] = []
let reloads = 0
let now = 1_795_000_000_000

const store = () => database().database.forTenant(tenantId)
const open = () => openThrough(store())
const openThrough = (through: TenantStore) =>
  TenantActor.open({
    store: through,
    loadConfig: () => Promise.resolve(config),
    now: () => now,
    listeners: {
      changed: (_actor, changes) => told.push(changes),
      reloaded: () => (reloads += 1),
      hungUp: (_actor, plan) => hungUp.push(plan),
      committed: () => undefined,
      storing: (_actor, isStoring) => storing.push(isStoring),
      failed: (_actor, error) => failures.push(error),
    },
  })

const from = { agentNumber: '101', browserId: 'browser-1', newCallId: 'out-1' }

async function signedIn(): Promise<TenantActor> {
  const actor = await open()
  actor.input({ type: 'seatConnected', agentNumber: '101' })
  await actor.command(from, { kind: 'signIn', queueIds: [1], device: 'browser' })
  return actor
}

const arrival = (callId: string, dialled = '4466') =>
  ({
    type: 'callArrived',
    callId,
    mediaType: 'audio',
    callerNumber: '13812345678',
    dialled,
    attachedData: { lang: 'zh' },
    ref: callId,
  }) as const

function arrive(actor: TenantActor, callId: string): void {
  actor.input(arrival(callId))
}

const breakStore = () => database().owner.query('alter table contact rename to contact_away')
const mendStore = () => database().owner.query('alter table contact_away rename to contact')
const stateOf = async (actor: TenantActor, callId: string) =>
  (await actor.ask('contacts', {})).find((contact) => contact.callId === callId)?.state
/** Until nothing can be stored any more, as far as the desk knows. */
const isAway = () => expect.poll(() => failures.length).toBeGreaterThan(1)

beforeEach(async () => {
  told = []
  failures = []
  hungUp = []
  storing = []
  reloads = 0
  now += 1_000_000_000
  await database().owner.query('delete from contact; delete from contact_event; delete from agent_seat; delete from agent_event')
  await database().owner.query(`insert into tenant (id, code, name) values (${tenantId}, 'seven', 'Seven') on conflict do nothing`)
})

describe('a tenant’s desk', () => {
  it('has stored what it tells, before it tells it', async () => {
    const actor = await signedIn()
    arrive(actor, '1-1')
    const offered = await stateOf(actor, '1-1')
    expect(offered).toBe('offered')
    const { rows } = await database().owner.query('select call_id, agent_number, ended_at from contact')
    expect(rows).toEqual([{ call_id: '1-1', agent_number: '101', ended_at: null }])
    expect(told.flatMap(({ contacts }) => contacts).map(({ contact }) => contact.callId)).toContain('1-1')
    await actor.close()
  })

  it('goes on after a kill: calls, places, states and sequence numbers are as they were', async () => {
    const killed = await signedIn()
    for (const id of ['1-1', '1-2', '1-3']) arrive(killed, id)
    await killed.command(from, { kind: 'answer', callId: '1-1' })
    const before = await killed.ask('snapshot', { agentNumber: '101' })
    // No close: the process is gone, the rows are what is left.
    const actor = await open()
    const after = await actor.ask('snapshot', { agentNumber: '101' })
    expect(after.seat).toEqual(before.seat)
    expect(after.seq).toBe(before.seq)
    expect(after.pops).toEqual(before.pops)
    for (const id of ['1-3', '1-2', '1-1']) actor.input({ type: 'audioConnected', room: id, leg: `phone/${id}` })
    actor.input({ type: 'seatConnected', agentNumber: '101' })
    await actor.command(from, { kind: 'hangUp', callId: '1-1' })
    await actor.command(from, { kind: 'finishWrapUp' })
    expect([await stateOf(actor, '1-2'), await stateOf(actor, '1-3')]).toEqual(['offered', 'waiting'])
    await Promise.all([killed.close(), actor.close()])
  })

  it('keeps events without gaps and gives the missed ones', async () => {
    const actor = await signedIn()
    arrive(actor, '1-1')
    await actor.command(from, { kind: 'answer', callId: '1-1' })
    await actor.command(from, { kind: 'hangUp', callId: '1-1' })
    const all = await readEvents(store(), '101', 0)
    expect(all?.map(({ seq }) => seq)).toEqual(all?.map((_event, index) => index + 1))
    expect(all?.map(({ event }) => event.type)).toEqual([
      'seat.changed',
      'seat.changed',
      'call.ringing',
      'seat.changed',
      'call.talking',
      'pops.opened',
      'call.ended',
      'seat.changed',
    ])
    expect((await readEvents(store(), '101', 5))?.map(({ seq }) => seq)).toEqual([6, 7, 8])
    await database().owner.query('delete from agent_event where last_seq <= 6')
    expect(await readEvents(store(), '101', 1)).toBeNull()
    await actor.close()
  })

  it('writes the timeline in order', async () => {
    const actor = await signedIn()
    arrive(actor, '1-1')
    await actor.command(from, { kind: 'answer', callId: '1-1' })
    const entries = await store().read((trx) => readTimeline(trx, '1-1'))
    expect(entries.map(({ n, kind }) => [n, kind])).toEqual([
      [1, 'arrived'],
      [2, 'queued'],
      [3, 'offered'],
      [4, 'answered'],
      [5, 'popRequested'],
    ])
    await actor.close()
  })

  it('tells nobody what could not be stored, and reads its state anew', async () => {
    const actor = await signedIn()
    await breakStore()
    told = []
    const refused = expect(actor.command(from, { kind: 'setBusy', reason: 1 })).rejects.toMatchObject({ code: 'STORE_UNAVAILABLE' })
    await refused
    expect(told).toEqual([])
    await mendStore()
    await expect.poll(() => actor.ask('snapshot', { agentNumber: '101' }).then(({ seat }) => seat.state)).toBe('idle')
    expect(storing).toEqual([false, true])
    await actor.close()
  })

  it('forgets no fact of a time without its store: it is given again, once', async () => {
    const actor = await signedIn()
    await actor.arrive(arrival('1-1'))
    await actor.command(from, { kind: 'answer', callId: '1-1' })
    await breakStore()
    actor.input({ type: 'digitsPressed', room: '1-1', leg: 'phone/1-1', count: 1 })
    await isAway()
    actor.input({ type: 'lineHungUp', room: '1-1', leg: 'phone/1-1' })
    await mendStore()
    await expect.poll(() => stateOf(actor, '1-1')).toBeUndefined()
    const { rows } = await database().owner.query('select release_cause from contact')
    expect(rows).toEqual([{ release_cause: 'customerHangUp' }])
    const entries = await store().read((trx) => readTimeline(trx, '1-1'))
    expect(entries.filter(({ kind }) => kind === 'digits')).toHaveLength(1)
    await actor.close()
  })

  it('gives nothing twice when the answer to a commit was lost and the commit was not', async () => {
    const actor = await signedIn()
    await actor.arrive(arrival('1-1'))
    await actor.command(from, { kind: 'answer', callId: '1-1' })
    await actor.close()
    const broken = await openThrough(losesAnswers(store()))
    broken.input({ type: 'audioConnected', room: '1-1', leg: 'phone/1-1' })
    broken.input({ type: 'digitsPressed', room: '1-1', leg: 'phone/1-1', count: 1 })
    await expect.poll(() => reloads).toBeGreaterThan(0)
    await broken.ask('contacts', {})
    const entries = await store().read((trx) => readTimeline(trx, '1-1'))
    expect(entries.filter(({ kind }) => kind === 'digits')).toHaveLength(1)
    await broken.close()
  })

  it('lets an agent hang up while nothing can be stored', async () => {
    const actor = await signedIn()
    await actor.arrive(arrival('1-1'))
    await actor.command(from, { kind: 'answer', callId: '1-1' })
    await breakStore()
    const refused = actor.command(from, { kind: 'hold', callId: '1-1' }).catch((error: unknown) => error)
    await isAway()
    const hungUpAt = (now += 5_000)
    expect(await actor.command(from, { kind: 'hangUp', callId: '1-1' })).toEqual({ ok: true })
    expect(hungUp.map(({ roomId, live }) => [roomId, live])).toEqual([['1-1', false]])
    now += 60_000
    expect(await refused).toMatchObject({ code: 'STORE_UNAVAILABLE' })
    await mendStore()
    await expect.poll(() => stateOf(actor, '1-1')).toBeUndefined()
    const { rows } = await database().owner.query('select release_cause, ended_at from contact')
    expect(rows).toEqual([{ release_cause: 'agentHangUp', ended_at: new Date(hungUpAt) }])
    // Of the wrap-up nothing is lost.
    const seat = (await actor.ask('snapshot', { agentNumber: '101' })).seat
    expect([seat.state, Date.parse(seat.until ?? '') > now]).toEqual(['wrapUp', true])
    await actor.close()
  })

  it('lets an agent hang up while a commit hangs', async () => {
    const actor = await signedIn()
    await actor.arrive(arrival('1-1'))
    await actor.command(from, { kind: 'answer', callId: '1-1' })
    await database().owner.query('begin; lock table contact')
    expect(await actor.command(from, { kind: 'hangUp', callId: '1-1' })).toEqual({ ok: true })
    expect(hungUp.map(({ roomId, live }) => [roomId, live])).toEqual([['1-1', false]])
    await expect.poll(() => actor.isStoring).toBe(false)
    await database().owner.query('rollback')
    await expect.poll(() => stateOf(actor, '1-1')).toBeUndefined()
    expect(actor.isStoring).toBe(true)
    await actor.close()
  })

  it('tells a caller’s line when it cannot be taken, and takes it when the store is back in time', async () => {
    const actor = await signedIn()
    await breakStore()
    await expect(actor.arrive(arrival('1-1'))).rejects.toMatchObject({ code: 'STORE_UNAVAILABLE' })
    const soon = actor.arrive(arrival('1-2'))
    await mendStore()
    await soon
    expect((await actor.ask('contacts', {})).map(({ callId }) => callId)).toEqual(['1-2'])
    await actor.close()
  })

  it('puts aside the one fact that the store will never take, and keeps all others', async () => {
    const actor = await signedIn()
    const outcomes = await Promise.allSettled([
      actor.arrive(arrival('1-1')),
      actor.arrive(arrival('1-2', '5\u0000')),
      actor.arrive(arrival('1-3')),
    ])
    expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled'])
    expect((await actor.ask('contacts', {})).map(({ callId }) => callId)).toEqual(['1-1', '1-3'])
    await actor.close()
  })

  it('lets a question that fails fail alone', async () => {
    const actor = await signedIn()
    await expect(actor.ask('nonsense' as 'contacts', {})).rejects.toMatchObject({ code: 'STORE_UNAVAILABLE' })
    expect(await actor.ask('holder', { agentNumber: '101' })).toBe('browser-1')
    expect(reloads).toBe(0)
    await actor.close()
  })
})

/** Commits, and then breaks the connection instead of saying so; once. */
function losesAnswers(real: TenantStore): TenantStore {
  let isLost = false
  const execute: TenantStore['execute'] = async (...statement) => {
    await real.execute(...statement)
    if (isLost) return
    isLost = true
    throw new Error('Connection terminated unexpectedly')
  }
  const { tenantId } = real
  return { tenantId, execute, read: real.read.bind(real), transaction: real.transaction.bind(real) } as TenantStore
}
