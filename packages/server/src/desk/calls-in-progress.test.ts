// A database that an earlier commit left with calls in progress (store/fixtures/calls-in-progress): everybody finds what they
// had, and every call can be brought to its end.

import type { BoardCall, CallView, SeatView } from '@openseat/contracts'
import type { AcdInput, Changes, CentreCommand } from '@openseat/domain'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { Settings } from '../settings/settings.ts'
import { SettingsReader } from '../settings/settings-reader.ts'
import { callsInProgress, upgradedDatabase, type CallsInProgress } from '../test-support/stored-before.ts'
import { dropDatabase, makeTestDatabase, type TestDatabase } from '../test-support/test-database.ts'
import { readEvents, readTimeline } from './journal.ts'
import { TenantActor } from './tenant-actor.ts'

const dayMs = 86_400_000
const ringMs = 20_000

let before: CallsInProgress
let upgraded: string
let db: TestDatabase
let reader: SettingsReader
let actor: TenantActor
let now: number
let actions: Changes['actions'][number][] = []
let failures: unknown[] = []

const ask = (agentNumber: string, command: CentreCommand) =>
  actor.command({ agentNumber, browserId: 'test-browser', newCallId: `${now}-${(now += 10)}` }, command)

/** Fails when the command is refused. */
async function did(agentNumber: string, command: CentreCommand): Promise<void> {
  expect(await ask(agentNumber, command), `${agentNumber} ${command.kind}`).toMatchObject({ ok: true })
}

async function happened(...inputs: readonly AcdInput[]): Promise<void> {
  for (const input of inputs) actor.input(input)
  await actor.ask('contacts', {})
}

const snapshot = (agentNumber: string) => actor.ask('snapshot', { agentNumber })
const board = () => actor.ask('board', { seesNumbers: true, changed: null })
const seat = async (agentNumber: string): Promise<SeatView> => (await snapshot(agentNumber)).seat
const liveCalls = async (agentNumber: string): Promise<CallView[]> =>
  (await snapshot(agentNumber)).calls.filter(({ state }) => state !== 'ended')
/** Such as `customer talking`, of each call that the agent is in. */
const has = async (agentNumber: string): Promise<string[]> =>
  (await liveCalls(agentNumber)).map(({ purpose, state }) => `${purpose} ${state}`).sort()
const callOf = async (agentNumber: string, purpose: CallView['purpose'] = 'customer'): Promise<string> =>
  (await liveCalls(agentNumber)).find((call) => call.purpose === purpose)?.callId ?? 'none'
const onBoard = async (state: BoardCall['state']): Promise<string[]> =>
  (await board()).calls.filter((call) => call.state === state).map(({ callId }) => callId)
/** Lets so much time pass, deadline by deadline. */
async function pass(seconds: number): Promise<void> {
  for (let second = 0; second < seconds; second += 1) {
    now += 1_000
    await happened({ type: 'deadlines' })
  }
}

/** Who had a page, and whose audio was there, when it was recorded. */
function presentAgents(): string[] {
  return before.rows.flatMap(([table, row]) => {
    const state = row['state'] as { present: boolean }
    return table === 'agent_seat' && state.present ? [String(row['agent_number'])] : []
  })
}

interface StoredCall {
  readonly callId: string
  readonly roomId: string
  readonly callerAgent: string | null
  readonly state: { readonly kind: string; readonly agentNumber?: string; readonly leg?: string; readonly since?: number }
  readonly audio: Readonly<Record<'customer' | 'agent', { readonly kind: string; readonly quiet?: true }>>
}

const storedCalls = (): StoredCall[] =>
  before.rows.flatMap(([table, row]) => (table === 'contact' && row['state'] ? [row['state'] as StoredCall] : []))
const storedAs = (kind: string): string[] => storedCalls().flatMap(({ callId, state }) => (state.kind === kind ? [callId] : []))

function audioThere(): AcdInput[] {
  return storedCalls().flatMap(({ callId, roomId: room, callerAgent, state, audio }): AcdInput[] => {
    const customer = callerAgent === null ? `phone/${callId}` : `agent/${callerAgent}`
    const agent = state.agentNumber === undefined ? state.leg : `agent/${state.agentNumber}`
    const ends = [
      { leg: customer, presence: audio.customer },
      { leg: agent ?? '', presence: audio.agent },
    ].filter(({ presence }) => presence.kind === 'connected')
    return ends.flatMap(({ leg, presence }): AcdInput[] => {
      const connected: AcdInput = { type: 'audioConnected', room, leg }
      return presence.quiet ? [connected, { type: 'audioQuiet', room, leg, seconds: 3 }] : [connected]
    })
  })
}

/** The rows as they were, in a database of their own, and the desk opened on them a moment later. */
beforeAll(async () => {
  // Whole days: what belongs to the tenant's day keeps belonging to it.
  const { recordedAt } = await callsInProgress(0)
  before = await callsInProgress(Math.floor((Date.now() - recordedAt) / dayMs) * dayMs)
  upgraded = await upgradedDatabase(before)
})
afterAll(() => dropDatabase(upgraded))
beforeEach(async () => {
  db = await makeTestDatabase(upgraded)
  const told: unknown[] = []
  actions = []
  failures = told
  now = before.recordedAt
  const settings = new Settings(db.database, (error) => told.push(error))
  reader = new SettingsReader(settings, 'http://localhost:8080')
  actor = await TenantActor.open({
    store: db.database.forCalls(before.tenantId),
    loadConfig: () => reader.routingConfig(before.tenantId),
    now: () => now,
    listeners: {
      changed: (_actor, changes: Changes) => actions.push(...changes.actions),
      reloaded: () => told.push('reloaded'),
      hungUp: () => undefined,
      committed: () => undefined,
      storing: () => undefined,
      failed: (_actor, error) => told.push(error),
    },
  })
})
afterEach(async () => {
  expect(failures).toEqual([])
  await actor.close()
  reader.close()
  await db.close()
})

/** All pages and all audio that were there are there again. */
const everybodyIsBack = () =>
  happened(...presentAgents().map((agentNumber): AcdInput => ({ type: 'seatConnected', agentNumber })), ...audioThere())

/**
 * A restart changes this much: whoever rings rings anew, a contact that is only wrapped up is read from its record, and the day's
 * figures are counted from the records.
 */
function afterRestart([kind, whose, view]: Row): Row[] {
  if (kind === 'call' && view['state'] === 'ended') return []
  if (kind === 'pop' && wrappedUp(whose)) return []
  if (kind === 'seat') return [[kind, whose, without(view, ['eventSeq'])]]
  if (kind === 'board queue') return [[kind, whose, without(view, dayFigures)]]
  return [[kind, whose, view['ringUntil'] ? { ...view, ringUntil: new Date(before.recordedAt + ringMs).toISOString() } : view]]
}

type Row = CallsInProgress['views'][number]
const dayFigures = ['offered', 'answered', 'abandoned', 'timedOut', 'left', 'serviceLevel']
const without = (view: Row[2], names: readonly string[]): Row[2] =>
  Object.fromEntries(Object.entries(view).filter(([name]) => !names.includes(name)))
const wrappedUp = (agentNumber: string): boolean =>
  before.views.some(([kind, whose, view]) => kind === 'seat' && whose === agentNumber && view['state'] === 'wrapUp')

/** What is shown now, in the form of the recording. */
async function viewsNow(): Promise<Row[]> {
  const views: [Row[0], string, object][] = []
  for (const [kind, agentNumber] of before.views) {
    if (kind !== 'seat') continue
    const { seat: own, calls, pops } = await snapshot(agentNumber)
    views.push(['seat', agentNumber, own])
    for (const call of calls) views.push(['call', agentNumber, call])
    for (const pop of pops) views.push(['pop', agentNumber, pop])
  }
  const { calls, queues } = await board()
  for (const row of calls) views.push(['board call', row.callId, row])
  for (const row of queues) views.push(['board queue', String(row.queueId), without({ ...row }, dayFigures)])
  return views as Row[]
}

/** By kind, owner and id: the order within one list is not part of what is shown. */
const inOrder = (views: readonly Row[]): Row[] => views.toSorted((a, b) => keyOf(a).localeCompare(keyOf(b)))
const keyOf = ([kind, whose, view]: Row): string => `${kind} ${whose} ${String(view['callId'])} ${String(view['popId'])}`

describe('a desk opened on calls in progress that an earlier commit stored', () => {
  it('shows every agent and the board what was there, once pages and audio have come back', async () => {
    for (const [kind, whose, view] of before.views) if (kind === 'seat') expect((await snapshot(whose)).seq, whose).toBe(view['eventSeq'])
    await everybodyIsBack()
    expect(inOrder(await viewsNow())).toEqual(inOrder(before.views.flatMap(afterRestart)))
  })

  it('gives a page that comes back the events that it missed', async () => {
    for (const agentNumber of ['101', '102']) {
      const { seq } = await snapshot(agentNumber)
      const events = await readEvents(db.database.forTenant(before.tenantId), agentNumber, 2)
      expect(events?.map((event) => event.seq)).toEqual(Array.from({ length: seq - 2 }, (_each, index) => index + 3))
    }
  })
})

describe('calls in progress that an earlier commit stored go on', () => {
  beforeEach(everybodyIsBack)

  it('where an agent rings: each answers, on a telephone too', async () => {
    for (const agentNumber of ['144', '145', '147', '149']) {
      const [call] = await liveCalls(agentNumber)
      await did(agentNumber, { kind: 'answer', callId: call?.callId ?? '' })
    }
    await happened({ type: 'lineAnswered', room: await callOf('153'), leg: 'agent/153' })
    expect(await Promise.all(['144', '145', '147', '149', '153'].map(has))).toEqual([
      ['customer talking'],
      ['customer talking'],
      ['consult talking'],
      ['internal talking'],
      ['customer talking'],
    ])
    await did('148', { kind: 'completeTransfer', callId: await callOf('148') })
    expect([await has('147'), (await seat('148')).state]).toEqual([['customer talking'], 'wrapUp'])
  })

  it('where an offer is refused or not answered: the caller waits again and is offered to another', async () => {
    const offered = await callOf('144')
    await did('144', { kind: 'hangUp', callId: offered })
    expect((await seat('144')).state).toBe('busy')
    expect(await callOf('106')).toBe(offered)
    await pass(25)
    expect((await seat('145')).state).toBe('busy')
    expect(await has('145')).toEqual([])
  })

  it('in consultations: completed, swapped, taken back, left by one of three', async () => {
    await did('102', { kind: 'completeTransfer', callId: await callOf('102') })
    expect([await has('102'), await has('111')]).toEqual([[], ['customer talking']])
    await did('112', { kind: 'swap', callId: await callOf('112') })
    expect(await has('112')).toEqual(['consult talking', 'customer held'])
    await did('112', { kind: 'conference', callId: await callOf('112') })
    const three = await callOf('114')
    await did('114', { kind: 'hangUp', callId: three })
    expect([await has('114'), await callOf('115')]).toEqual([[], three])
    await did('120', { kind: 'completeTransfer', callId: await callOf('120') })
    expect(await onBoard('handedOff')).toHaveLength(2)
    await did('141', { kind: 'takeBack', callId: await callOf('141') })
    expect(await has('141')).toEqual(['customer talking'])
    await did('125', { kind: 'hangUp', callId: await callOf('125', 'consult') })
    // The customer's call had ended before: its wrap-up was pending.
    expect((await seat('124')).state).toBe('wrapUp')
  })

  it('with outside numbers: an extension is dialled at the answer, and whoever hangs up ends the call', async () => {
    const [room = ''] = storedAs('transferring')
    await happened({ type: 'lineAnswered', room, leg: `phone/${room}/2` })
    expect(actions).toContainEqual({ type: 'sendDigits', room, leg: `phone/${room}/2`, digits: '12' })
    const connected = await onBoard('handedOff')
    expect(connected.toSorted()).toEqual([room, ...storedAs('handedOff')].toSorted())
    for (const callId of connected) await happened({ type: 'lineHungUp', room: callId, leg: `phone/${callId}/2` })
    expect(await onBoard('handedOff')).toEqual([])
  })

  it('where a transfer to an outside number fails: its queue offers the customer again', async () => {
    const [room = ''] = storedAs('transferring')
    await happened({ type: 'lineFailed', room, leg: `phone/${room}/2`, cause: 'calleeBusy' })
    expect(await callOf('106')).toBe(room)
  })

  it('that agents make: numbers are dialled again, and talk when they answer', async () => {
    for (const agentNumber of ['142', '143', '155']) {
      const callId = await callOf(agentNumber)
      const leg = `phone/${callId}`
      expect(actions).toContainEqual(expect.objectContaining({ type: 'dialLine', room: callId, leg }))
      await happened({ type: 'lineReached', room: callId, leg, ref: 'sip/new' }, { type: 'lineAnswered', room: callId, leg })
      expect(await has(agentNumber)).toEqual(['customer talking'])
    }
    const first = await callOf('154')
    await happened({ type: 'lineAnswered', room: first, leg: 'agent/154' }, { type: 'lineAnswered', room: first, leg: `phone/${first}` })
    expect(await has('154')).toEqual(['customer talking'])
    await did('121', { kind: 'record', callId: await callOf('121'), action: 'resume' })
    expect((await liveCalls('121')).map(({ recording }) => recording)).toEqual(['on'])
  })

  it('under supervision: the mode is changed, the call taken over, the inspector leaves', async () => {
    const listened = await callOf('101')
    await did('103', { kind: 'supervise', callId: listened, mode: 'whisper' })
    expect((await liveCalls('101')).map(({ supervision }) => supervision)).toEqual(['whisper'])
    const taken = await callOf('107')
    await did('104', { kind: 'intercept', callId: taken })
    expect([await callOf('104'), await has('107'), (await seat('107')).state]).toEqual([taken, [], 'wrapUp'])
    await did('105', { kind: 'hangUp', callId: await callOf('105', 'supervision') })
    expect((await liveCalls('108')).map(({ supervision, muted }) => [supervision, muted])).toEqual([[null, true]])
  })

  it('with video, and with what their agents wish for afterwards', async () => {
    await did('131', { kind: 'video', callId: await callOf('131'), action: 'accept' })
    await did('130', { kind: 'video', callId: await callOf('130'), action: 'stop' })
    expect((await Promise.all(['130', '131'].map(liveCalls))).map(([call]) => call?.video)).toEqual(['off', 'on'])
    for (const agentNumber of ['126', '127']) {
      await did(agentNumber, { kind: 'hangUp', callId: await callOf(agentNumber) })
      await did(agentNumber, { kind: 'finishWrapUp' })
    }
    expect([await seat('126'), await seat('127')]).toMatchObject([{ state: 'busy', reason: 200 }, { state: 'rest' }])
  })

  it('in queues: whoever has waited longest is offered first to an agent who becomes free', async () => {
    const taken = []
    for (let served = 0; served < 6; served += 1) {
      await did('139', { kind: 'setIdle' })
      const [call] = await liveCalls('139')
      taken.push(call?.callId)
      await did('139', { kind: 'answer', callId: call?.callId ?? '' })
      await did('139', { kind: 'hangUp', callId: call?.callId ?? '' })
    }
    expect(taken).toEqual(
      storedCalls()
        .flatMap(({ callId, state: { kind, since } }) => (kind === 'waiting' ? [{ callId, since }] : []))
        .toSorted((a, b) => (a.since ?? 0) - (b.since ?? 0))
        .map(({ callId }) => callId),
    )
  })

  it('until all have ended, with every record complete and every agent signed out', async () => {
    for (const agentNumber of presentAgents())
      for (const { callId } of await liveCalls(agentNumber)) await ask(agentNumber, { kind: 'hangUp', callId })
    for (const { callId } of (await board()).calls) await happened({ type: 'lineHungUp', room: callId, leg: `phone/${callId}` })
    expect((await board()).calls).toEqual([])
    for (const agentNumber of presentAgents()) {
      await ask(agentNumber, { kind: 'finishWrapUp' })
      if ((await seat(agentNumber)).state !== 'signedOut') await did(agentNumber, { kind: 'signOut' })
    }
    await expectCompleteRecords()
  })
})

describe('when nobody comes back to the calls in progress', () => {
  it('they end by themselves, and every agent is signed out', async () => {
    await pass(150)
    expect((await board()).calls).toEqual([])
    expect((await board()).agents.filter(({ state }) => state !== 'signedOut')).toEqual([])
    await expectCompleteRecords()
  })
})

/** Of every contact the end and its cause, all legs ended, and a timeline without gaps that ends with the release. */
async function expectCompleteRecords(): Promise<void> {
  const { rows } = await db.owner.query<{ call_id: string; release_cause: string | null; detail: { legs: { endedAt: number | null }[] } }>(
    'select call_id, release_cause, detail from contact where state is null and ended_at is not null',
  )
  expect(rows).toHaveLength(before.rows.filter(([table]) => table === 'contact').length)
  const store = db.database.forTenant(before.tenantId)
  for (const { call_id: callId, release_cause: cause, detail } of rows) {
    expect(cause, callId).not.toBeNull()
    expect(
      detail.legs.filter(({ endedAt }) => endedAt === null),
      callId,
    ).toEqual([])
    const timeline = await store.read((trx) => readTimeline(trx, callId))
    expect(
      timeline.map(({ n }) => n),
      callId,
    ).toEqual(timeline.map((_entry, index) => index + 1))
    expect(
      timeline.map(({ kind }) => kind),
      callId,
    ).toContain('released')
  }
}
