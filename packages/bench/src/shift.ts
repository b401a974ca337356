// What an agent leaves in memory after a shift of 40 calls, beside agents at rest: plain calls, calls with as much attached
// data as a trunk may send, and calls whose custom page an interface fills with an answer of 1 MiB. The heap is measured
// after collections, in the process of the desk, the agents' channels and the pages that are held.
import { execFile } from 'node:child_process'
import { setTimeout as delay } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { limits } from '@openseat/contracts'
import type { Changes, ClearCard, RoutingConfig } from '@openseat/domain'
import { CallIds } from '@openseat/server/ids/call-ids'
import { TenantActor } from '@openseat/server/desk/tenant-actor'
import { ContactPages, type ContactPagesParts } from '@openseat/server/custom-pages/contact-pages'
import { AgentHub } from '@openseat/server/realtime/agent-hub'
import { printTable, type Row } from './figures/figures.ts'
import { largeTenant } from './routing-config.ts'
import { insertTenant, openScratchStore, type ScratchStore } from './scratch-store.ts'

const agents = Number(process.argv[2] ?? 100)
const callsEach = 40
const inFlight = Math.ceil(agents / 2)
const browserId = 'bench-browser'

setFlagsFromString('--expose-gc')
const collect = runInNewContext('gc') as () => void

interface Shift {
  readonly what: string
  readonly attachedData: Readonly<Record<string, string>>
  /** Letters in the answer of the interface; 0 for no custom page. */
  readonly answer: number
}

const failed = (error: unknown): never => {
  throw error
}

/** Weak references are let go of only when nothing else is done for a moment. */
async function heapBytes(): Promise<number> {
  for (let n = 0; n < 4; n++) {
    collect()
    await delay(50)
  }
  const { heapUsed, external } = process.memoryUsage()
  return heapUsed + external
}

function contactPages(answer: number): ContactPages {
  const record = { id: 1, name: 'page', layout: { style: 'block', columns: 3 }, interface_id: 1, objects: null }
  const field = { name: 'f', type: 'string', mask: 'none', required: false, encrypted: false, dictItems: [] } as const
  let asked = 0
  const card = (): ClearCard => ({
    name: 'card',
    record: 'found',
    tableId: null,
    // A text of its own each time, as one that was read from a socket.
    fields: [{ ...field, value: Buffer.alloc(answer, String(asked++)).toString('latin1') }],
  })
  const config = Promise.resolve(configOf(0, { answer }))
  const parts = {
    settings: { read: () => Promise.resolve(record) },
    configOf: () => config,
    cards: { fetch: () => Promise.resolve({ cards: [card()] }) },
    now: Date.now,
    failed,
  }
  return new ContactPages(parts as unknown as ContactPagesParts)
}

function configOf(tenantId: number, { answer }: Pick<Shift, 'answer'>): RoutingConfig {
  const config = largeTenant(tenantId, { agents, queues: 10 })
  if (answer === 0) return config
  const page = { ...config.pops[0], id: 99, customPageId: 1, name: 'page', url: '', position: 9 }
  return { ...config, pops: [...config.pops, page as unknown as RoutingConfig['pops'][number]] }
}

class Desk {
  readonly #offered = new Map<string, (agentNumber: string) => void>()
  readonly #ended = new Map<string, () => void>()
  readonly #callIds = new CallIds()
  readonly #hub: AgentHub
  readonly #pages: ContactPages
  #actor: TenantActor | undefined

  constructor(store: ScratchStore, answer: number) {
    this.#hub = new AgentHub(store.database)
    this.#pages = contactPages(answer)
  }

  get actor(): TenantActor {
    if (!this.#actor) throw new Error('the desk is not open')
    return this.#actor
  }

  async open(store: ScratchStore, tenantId: number, config: RoutingConfig): Promise<void> {
    this.#actor = await TenantActor.open({
      store: store.database.forCalls(tenantId),
      loadConfig: () => Promise.resolve(config),
      now: () => Date.now(),
      listeners: {
        changed: (actor, changes) => this.#changed(actor, changes),
        reloaded: () => undefined,
        hungUp: () => undefined,
        storing: () => undefined,
        committed: () => undefined,
        failed: (_actor, error) => failed(error),
      },
    })
    for (const { agentNumber, skills } of config.agents.values()) {
      const channel = this.#hub.channel(tenantId, agentNumber)
      const page = { browserId, tabId: 'tab-1', wantsLead: true, send: () => undefined, sendText: () => undefined, close: () => undefined }
      await this.#hub.join(this.actor, channel, { page, after: null })
      await this.actor.command(
        { agentNumber, browserId, newCallId: '' },
        { kind: 'signIn', queueIds: [...skills.keys()], device: 'browser' },
      )
    }
  }

  async call(n: number, attachedData: Readonly<Record<string, string>>): Promise<void> {
    const callId = this.#callIds.next()
    const offered = new Promise<string>((resolve) => this.#offered.set(callId, resolve))
    const ended = new Promise<void>((resolve) => this.#ended.set(callId, resolve))
    const dialled = String(100_001 + (n % 10))
    const callerNumber = `138${String(n).padStart(8, '0')}`
    // Texts of their own, as each call brings them.
    const data = Object.fromEntries(Object.entries(attachedData).map(([key, value]) => [key, Buffer.from(value).toString('latin1')]))
    this.actor.input({ type: 'callArrived', callId, mediaType: 'audio', callerNumber, dialled, attachedData: data, ref: '' })
    const agentNumber = await offered
    await this.actor.command({ agentNumber, browserId, newCallId: '' }, { kind: 'answer', callId })
    this.actor.input({ type: 'lineHungUp', room: callId, leg: `phone/${callId}` })
    await ended
  }

  #changed(actor: TenantActor, changes: Changes): void {
    void this.#hub.changed(actor, changes).catch(failed)
    this.#pages.follow(actor, changes)
    for (const { contact } of changes.contacts) {
      const { callId, state } = contact
      if (state.kind === 'offered') this.#offered.get(callId)?.(state.agentNumber)
      if (state.kind !== 'ended') continue
      this.#ended.get(callId)?.()
      this.#offered.delete(callId)
      this.#ended.delete(callId)
    }
  }
}

async function measure(store: ScratchStore, tenantId: number, shift: Shift): Promise<Row> {
  await insertTenant(store, tenantId)
  const config = configOf(tenantId, shift)
  const desk = new Desk(store, shift.answer)
  const empty = await heapBytes()
  await desk.open(store, tenantId, config)
  const atRest = await heapBytes()
  const cpu = process.cpuUsage()
  let n = 0
  const line = async (): Promise<void> => {
    while (n < agents * callsEach) await desk.call(n++, shift.attachedData)
  }
  await Promise.all(Array.from({ length: inFlight }, line))
  const { user, system } = process.cpuUsage(cpu)
  const after = await heapBytes()
  const each = (bytes: number): string => (bytes / agents / 1024).toFixed(1)
  await desk.actor.close()
  return {
    shift: shift.what,
    'at rest, kB each': each(atRest - empty),
    'after 40 calls, kB more each': each(after - atRest),
    'CPU ms a call': ((user + system) / 1000 / (agents * callsEach)).toFixed(2),
  }
}

const shifts: readonly Shift[] = [
  { what: 'plain calls', attachedData: { orderNo: '20261130001' }, answer: 0 },
  { what: '16 kB of attached data each', attachedData: { note: 'x'.repeat(limits.attachedDataBytes - 200) }, answer: 0 },
  { what: 'a custom page, its answer 1 MiB', attachedData: {}, answer: limits.interfaceAnswerBytes },
]

/** Each in a process of its own: what one shift leaves to be collected must not count against the next. */
async function alone(index: number): Promise<Row> {
  const { stdout } = await promisify(execFile)(process.execPath, [fileURLToPath(import.meta.url), String(agents), String(index)])
  return JSON.parse(stdout) as Row
}

const chosen = shifts[Number(process.argv[3] ?? -1)]
if (chosen) {
  const store = await openScratchStore()
  process.stdout.write(JSON.stringify(await measure(store, 1, chosen)))
  await store.close()
} else {
  const rows: Row[] = []
  for (const index of shifts.keys()) rows.push(await alone(index))
  printTable('shift', rows)
}
