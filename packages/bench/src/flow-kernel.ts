// The interpreter alone, on one core: steps per second beside reading and writing the run as JSON, which its storing takes anyway;
// and what a contact that waits in a menu takes in memory and in its row, beside one that waits in a line.
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { Acd, advanceFlow, compileFlow, flowRef, isFlowRejection, startFlow, type FlowWorld, type WaitingRun } from '@openseat/domain'
import { contactText } from '@openseat/domain/centre/stored'
import { storedTalk } from '@openseat/domain/voice/stored-talk'
import type { RoutingConfig } from '@openseat/domain/config/routing-config'
import { percentile, type Row } from './figures/figures.ts'
import { rounds } from './flow-documents.ts'
import { largeTenant } from './routing-config.ts'

setFlagsFromString('--expose-gc')
const collect = runInNewContext('gc') as () => void

const ref = flowRef(1, 1)
const library = { compiled: new Map([[ref, compileFlow(rounds, ref)]]) }
const world: FlowWorld = {
  library,
  context: { now: 0, timeZone: 'UTC', workingHours: new Map(), hasWayBack: false, queueFacts: () => null },
}
const secondsEach = 1
const turns = 5

function waiting({ run }: { readonly run: { readonly at: string } }): WaitingRun {
  if (run.at !== 'waiting') throw new Error('the run has ended')
  return run as WaitingRun
}

const begun = (): WaitingRun => waiting(startFlow(world, ref, { variables: { calldata: { source: 'bench' } } }))

function press(run: WaitingRun): { run: WaitingRun; steps: number } {
  const effectId = run.awaits[0] ?? 0
  const progress = advanceFlow(world, run, { type: 'keysCollected', effectId, outcome: 'ok', value: '1' })
  if (isFlowRejection(progress)) throw new Error('the key was rejected')
  return { run: waiting(progress), steps: progress.trace.length }
}

/** Per second. */
function rate(work: () => number): number {
  const began = performance.now()
  let done = 0
  while (performance.now() - began < secondsEach * 1000) for (let n = 0; n < 100; n += 1) done += work()
  return (done / (performance.now() - began)) * 1000
}

function steps(): number {
  let run = begun()
  return rate(() => {
    const pressed = press(run)
    // The budget of a run is 10,000 steps.
    run = pressed.run.spent.stepsOfRun > 9_000 ? begun() : pressed.run
    return pressed.steps
  })
}

function roundTrips(): number {
  const run = begun()
  return rate(() => {
    JSON.parse(JSON.stringify(run))
    return 1
  })
}

export function kernelRows(): Row[] {
  const measured = Array.from({ length: turns }, () => ({ steps: steps(), roundTrips: roundTrips() }))
  const median = (of: 'steps' | 'roundTrips'): number =>
    Math.round(
      percentile(
        measured.map((each) => each[of]),
        50,
      ),
    )
  return [
    { what: 'menu → condition → condition → set → menu', 'per second and core': median('steps'), of: 'steps' },
    {
      what: 'floor: JSON.parse(JSON.stringify(run))',
      'per second and core': median('roundTrips'),
      of: 'runs; a key stores one, and makes four steps',
    },
  ]
}

const contacts = 10_000

function tenantOf(target: 'menu' | 'line'): RoutingConfig {
  const config = largeTenant(1, { agents: 1, queues: 1 })
  const published = new Map([[1, { ref, name: 'rounds' }]])
  if (target === 'line') return config
  return {
    ...config,
    routes: [{ accessCode: '100001', extensionCode: '', target: { kind: 'flow', flowId: 1 } }],
    flows: { published, library },
  }
}

function crowded(target: 'menu' | 'line'): Row {
  const acd = new Acd(tenantOf(target))
  acd.handle({ type: 'seatConnected', agentNumber: '101' }, 0)
  const from = { agentNumber: '101', browserId: 'bench', newCallId: '' }
  acd.command(from, { kind: 'signIn', queueIds: [1], device: 'browser' }, 0)
  acd.command(from, { kind: 'setBusy', reason: 1 }, 0)
  acd.takeChanges()
  collect()
  const before = process.memoryUsage().heapUsed
  for (let n = 0; n < contacts; n += 1) {
    const call = {
      callId: `call-${n}`,
      mediaType: 'audio',
      callerNumber: '13812345678',
      dialled: '100001',
      attachedData: {},
      ref: '',
    } as const
    acd.handle({ type: 'callArrived', ...call }, 0)
    acd.handle({ type: 'audioConnected', room: call.callId, leg: `phone/${call.callId}` }, 0)
    acd.takeChanges()
  }
  collect()
  const bytes = process.memoryUsage().heapUsed - before
  const { state, voice } = acd.centre
  const all = [...state.contacts.values()]
  const isThere = all.length === contacts && all.every((contact) => contact.state.kind === (target === 'menu' ? 'inFlow' : 'waiting'))
  if (!isThere) throw new Error(`not all are in the ${target}`)
  const [first] = all
  const row = first ? contactText({ contact: first, talk: storedTalk(voice.talkOf(first)) }) : ''
  return {
    what: `${contacts} contacts in a ${target}`,
    'heap per contact, bytes': Math.round(bytes / contacts),
    'its row, bytes': Buffer.byteLength(row),
  }
}

export const memoryRows = (): Row[] => [crowded('line'), crowded('menu')]
