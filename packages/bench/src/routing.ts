// Routed calls per second through a tenant's actor, journal included, beside the floor: bare commits of one row.
// A routed call is four stored steps: arrived and offered, answered, hung up, free again.
import { setTimeout as delay } from 'node:timers/promises'
import type { Changes } from '@openseat/domain'
import { CallIds } from '@openseat/server/ids/call-ids'
import { TenantActor } from '@openseat/server/desk/tenant-actor'
import { sql } from 'kysely'
import { milliseconds, percentile, printTable, type Row } from './figures/figures.ts'
import { largeTenant } from './routing-config.ts'
import { insertTenant, openScratchStore, type ScratchStore } from './scratch-store.ts'

const agents = 10_000
const queues = 1_000
const closedSeconds = 10
const openSeconds = 10
const openRate = 300

/** Resolves who waits for a call to be offered or to end. */
class Watch {
  readonly #offered = new Map<string, (agentNumber: string) => void>()
  readonly #ended = new Map<string, () => void>()

  offered(callId: string): Promise<string> {
    return new Promise((resolve) => this.#offered.set(callId, resolve))
  }

  ended(callId: string): Promise<void> {
    return new Promise((resolve) => this.#ended.set(callId, resolve))
  }

  see(changes: Changes): void {
    for (const { contact } of changes.contacts) {
      const { callId, state } = contact
      if (state.kind === 'offered') this.#call(this.#offered, callId, state.agentNumber)
      if (state.kind === 'ended') this.#call(this.#ended, callId, undefined as never)
    }
  }

  #call<T>(waiting: Map<string, (value: T) => void>, callId: string, value: T): void {
    waiting.get(callId)?.(value)
    waiting.delete(callId)
  }
}

interface Centre {
  readonly actor: TenantActor
  readonly watch: Watch
  readonly callIds: CallIds
  /** Milliseconds from a call's arrival until its offer is stored. */
  decisions: number[]
  routed: number
}

const browserId = 'bench-browser'

async function openCentre(store: ScratchStore): Promise<Centre> {
  await insertTenant(store, 1)
  const watch = new Watch()
  const config = largeTenant(1, { agents, queues })
  const actor = await TenantActor.open({
    store: store.database.forCalls(1),
    loadConfig: () => Promise.resolve(config),
    now: () => Date.now(),
    listeners: {
      changed: (_actor, changes) => watch.see(changes),
      reloaded: () => undefined,
      hungUp: () => undefined,
      storing: () => undefined,
      committed: () => undefined,
      failed: (_actor, error) => {
        throw error
      },
    },
  })
  for (const agent of config.agents.values()) {
    actor.input({ type: 'seatConnected', agentNumber: agent.agentNumber })
    void actor.command(
      { agentNumber: agent.agentNumber, browserId, newCallId: '' },
      { kind: 'signIn', queueIds: [...agent.skills.keys()], device: 'browser' },
    )
  }
  await actor.ask('contacts', {})
  return { actor, watch, callIds: new CallIds(), decisions: [], routed: 0 }
}

async function oneCall(centre: Centre, n: number): Promise<void> {
  const { actor, watch } = centre
  const callId = centre.callIds.next()
  const offered = watch.offered(callId)
  const began = performance.now()
  const dialled = String(100_001 + (n % queues))
  actor.input({ type: 'callArrived', callId, mediaType: 'audio', callerNumber: '13812345678', dialled, attachedData: {}, ref: '' })
  const agentNumber = await offered
  centre.decisions.push(performance.now() - began)
  const ended = watch.ended(callId)
  await actor.command({ agentNumber, browserId, newCallId: '' }, { kind: 'answer', callId })
  actor.input({ type: 'lineHungUp', room: callId, leg: `phone/${callId}` })
  await ended
  centre.routed += 1
}

function row(name: string, centre: Centre, seconds: number): Row {
  return {
    load: name,
    'routed calls/s': Math.round(centre.routed / seconds),
    'decision p50 ms': milliseconds(percentile(centre.decisions, 50)),
    'decision p99 ms': milliseconds(percentile(centre.decisions, 99)),
  }
}

async function closedLoop(centre: Centre, inFlight: number): Promise<Row> {
  Object.assign(centre, { decisions: [], routed: 0 })
  const began = performance.now()
  let n = 0
  const caller = async (): Promise<void> => {
    while (performance.now() - began < closedSeconds * 1000) await oneCall(centre, n++)
  }
  await Promise.all(Array.from({ length: inFlight }, caller))
  return row(`closed loop, ${inFlight} in flight`, centre, (performance.now() - began) / 1000)
}

async function openLoop(centre: Centre): Promise<Row> {
  Object.assign(centre, { decisions: [], routed: 0 })
  const began = performance.now()
  const calls: Promise<void>[] = []
  for (let n = 0; n < openRate * openSeconds; n += 1) {
    const due = began + (n * 1000) / openRate
    const early = due - performance.now()
    if (early > 1) await delay(early)
    calls.push(oneCall(centre, n))
  }
  await Promise.all(calls)
  return row(`open loop, ${openRate}/s`, centre, (performance.now() - began) / 1000)
}

/** One-row inserts, each committed: what a decision could cost at the least. */
async function floor(store: ScratchStore, inFlight: number): Promise<Row> {
  const tenant = store.database.forCalls(1)
  const times: number[] = []
  const began = performance.now()
  const writer = async (index: number): Promise<void> => {
    for (let n = 0; performance.now() - began < 5_000; n += 1) {
      const at = performance.now()
      await tenant.transaction((trx) =>
        sql`insert into agent_event (tenant_id, agent_number, last_seq, events) values (1, ${`f${index}`}, ${n}, '[]')`.execute(trx),
      )
      times.push(performance.now() - at)
    }
  }
  await Promise.all(Array.from({ length: inFlight }, (_, index) => writer(index)))
  return {
    load: `floor: bare commits, ${inFlight} in flight`,
    'routed calls/s': `${Math.round(times.length / ((performance.now() - began) / 1000))} commits/s`,
    'decision p50 ms': milliseconds(percentile(times, 50)),
    'decision p99 ms': milliseconds(percentile(times, 99)),
  }
}

const store = await openScratchStore()
try {
  const centre = await openCentre(store)
  const rows: Row[] = []
  for (const inFlight of [16, 64, 200]) rows.push(await closedLoop(centre, inFlight))
  rows.push(await openLoop(centre))
  rows.push(await floor(store, 16))
  printTable('routing', rows)
  await centre.actor.close()
} finally {
  await store.close()
}
