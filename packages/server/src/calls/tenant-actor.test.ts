import type { Changes } from '@openseat/domain'
import { testAgent, testConfig, testQueue } from '@openseat/domain/acd/testing'
import { beforeEach, describe, expect, it } from 'vitest'
import { useTestDatabase } from '../test-support/test-database.ts'
import { readEvents, readTimeline } from './journal.ts'
import { TenantActor } from './tenant-actor.ts'

const database = useTestDatabase()
const tenantId = 7
const config = testConfig({ tenantId, agents: new Map([['101', testAgent('101', { 1: 5 })]]), queues: new Map([[1, testQueue(1)]]) })

let told: Changes[] = []
let failures: unknown[] = []
let now = 1_795_000_000_000

const store = () => database().database.forTenant(tenantId)
const open = () =>
  TenantActor.open({
    store: store(),
    loadConfig: () => Promise.resolve(config),
    now: () => now,
    listeners: {
      changed: (_actor, changes) => told.push(changes),
      reloaded: () => undefined,
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

function arrive(actor: TenantActor, callId: string): void {
  actor.input({
    type: 'callArrived',
    callId,
    mediaType: 'audio',
    callerNumber: '13812345678',
    dialled: '4466',
    attachedData: { lang: 'zh' },
    ref: callId,
  })
}

beforeEach(async () => {
  told = []
  failures = []
  now += 1_000_000_000
  await database().owner.query('delete from contact; delete from contact_event; delete from agent_seat; delete from agent_event')
  await database().owner.query(`insert into tenant (id, code, name) values (${tenantId}, 'seven', 'Seven') on conflict do nothing`)
})

describe('a tenant’s desk', () => {
  it('has stored what it tells, before it tells it', async () => {
    const actor = await signedIn()
    arrive(actor, '1-1')
    const offered = await actor.query((acd) => acd.call('1-1')?.state.kind)
    expect(offered).toBe('offered')
    const { rows } = await database().owner.query('select call_id, agent_number, ended_at from contact')
    expect(rows).toEqual([{ call_id: '1-1', agent_number: '101', ended_at: null }])
    expect(told.flatMap((changes) => [...changes.calls]).map((call) => call.callId)).toContain('1-1')
    await actor.close()
  })

  it('goes on after a kill: calls, places, states and sequence numbers are as they were', async () => {
    const killed = await signedIn()
    for (const id of ['1-1', '1-2', '1-3']) arrive(killed, id)
    await killed.command(from, { kind: 'answer', callId: '1-1' })
    const before = await killed.query((acd, at) => acd.snapshot('101', at))
    // No close: the process is gone, the rows are what is left.
    const actor = await open()
    const after = await actor.query((acd, at) => acd.snapshot('101', at))
    expect(after.seat).toEqual(before.seat)
    expect(after.seq).toBe(before.seq)
    expect(after.pops).toEqual(before.pops)
    for (const id of ['1-3', '1-2', '1-1']) actor.input({ type: 'audioConnected', room: id, leg: `phone/${id}` })
    actor.input({ type: 'seatConnected', agentNumber: '101' })
    await actor.command(from, { kind: 'hangUp', callId: '1-1' })
    await actor.command(from, { kind: 'finishWrapUp' })
    expect(await actor.query((acd) => [acd.call('1-2')?.state.kind, acd.call('1-3')?.state.kind])).toEqual(['offered', 'waiting'])
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
    await database().owner.query('alter table contact rename to contact_away')
    told = []
    arrive(actor, '1-1')
    await expect(actor.query(() => undefined)).rejects.toMatchObject({ code: 'STORE_UNAVAILABLE' })
    expect(told).toEqual([])
    await database().owner.query('alter table contact_away rename to contact')
    await expect
      .poll(() => actor.query((acd) => acd.call('1-1') === undefined && acd.holderOf('101') === 'browser-1'), { timeout: 10_000 })
      .toBe(true)
    expect(failures.length).toBeGreaterThan(0)
    await actor.close()
  })
})
