// Many calls at once on a real server with real audio: in a flow that speaks and asks, round and round, and beside that as many
// that wait in a line with its music.
import { setTimeout as delay } from 'node:timers/promises'
import { api } from './api.ts'
import { AgentBot, openCrowd, type Crowd } from './crowd.ts'
import { milliseconds, percentile, type Row } from './figures/figures.ts'
import type { CallersFigures, Request } from './flow-callers.ts'
import { spokenRounds } from './flow-documents.ts'
import { LoadProcess } from './load-process.ts'
import { cpuByPart } from './process-tree.ts'

const sipPort = 48_160
const accessCode = '4466'
const flowExtension = '71'
const keyEveryMs = 8_000

export interface CallsPlan {
  readonly calls: number
  readonly seconds: number
}

interface Scene {
  readonly crowd: Crowd
  readonly load: LoadProcess<Request>
  readonly plan: CallsPlan
}

interface Asking {
  readonly origin: string
  readonly cookie?: string
}

interface WithId {
  readonly id: number
}

async function publish(admin: Asking): Promise<number> {
  const { answer } = await api(admin, '/api/flows/import', {
    file: { format: 'openseat-flow', version: 1, flows: [{ number: 1, document: spokenRounds }] },
  })
  const [flow] = (answer as { flows: readonly WithId[] }).flows
  const id = flow?.id ?? 0
  await api(admin, `/api/flows/${id}/publish`, { baseRevision: 1, note: 'bench', acceptWarnings: true })
  return id
}

async function prepare({ crowd }: Scene, callersPort: number): Promise<void> {
  const operator = await api(crowd, '/api/session', { login: 'operator', password: crowd.password })
  const trunk = { name: 'callers', host: '127.0.0.1', port: callersPort, addresses: '127.0.0.1', probeSeconds: 0, maxCalls: 5000 }
  await api({ ...crowd, ...operator }, '/api/trunks', { ...trunk, numberRanges: `${accessCode}*` })
  const session = await api(crowd, '/api/session', { login: 'admin@demo', password: crowd.password })
  const admin = { ...crowd, ...session }
  const flowId = await publish(admin)
  await api(admin, '/api/called-routes', { accessCode, extensionCode: flowExtension, target: { kind: 'flow', flowId } })
}

/** Somebody is on duty, and has no time. */
async function busyAgent({ crowd }: Scene): Promise<AgentBot> {
  const done = Promise.withResolvers<void>()
  let results = 0
  const bot = await AgentBot.connect(crowd.origin, crowd.tokens[0] ?? '', (frame) => {
    if (frame.type !== 'result') return
    if (!frame.ok) done.reject(new Error(frame.message))
    results += 1
    if (results === 2) done.resolve()
  })
  bot.command({ kind: 'signIn', queueIds: [1], device: 'browser' })
  bot.command({ kind: 'setBusy', reason: 1 })
  await done.promise
  return bot
}

/** Of all of one name the highest: of the media processes that which is worst off. Reading them begins the next count. */
async function figures({ crowd }: Scene): Promise<(name: string) => number> {
  const text = await (await fetch(`${crowd.origin}/metrics`)).text()
  return (name) => {
    const values = [...text.matchAll(new RegExp(`^openseat_${name}(?:\\{[^}]*\\})? (\\S+)$`, 'gm'))].map(([, value]) => Number(value))
    return Math.max(0, ...values)
  }
}

async function measured(scene: Scene, what: string, dialled: string): Promise<Row> {
  const { crowd, load, plan } = scene
  await load.ask({ type: 'place', dialled, count: plan.calls })
  if (dialled !== accessCode) await load.ask({ type: 'pressEvery', milliseconds: keyEveryMs })
  await delay(5_000)
  await load.ask({ type: 'forget' })
  const skipped = (await figures(scene))('media_ticks_skipped')
  const before = cpuByPart(crowd.pid)
  await delay(plan.seconds * 1000)
  const after = cpuByPart(crowd.pid)
  const heard = await load.ask<CallersFigures>({ type: 'figures' })
  const percent = (part: keyof typeof after): string => (((after[part] - before[part]) / plan.seconds / plan.calls) * 100).toFixed(3)
  const figure = await figures(scene)
  const inMs = (seconds: number): string => milliseconds(seconds * 1000)
  const row: Row = {
    what,
    'talking, failed': `${heard.talking}, ${heard.failed}`,
    'keys/s': (heard.keys / plan.seconds).toFixed(1),
    'packets heard/s': Math.round(heard.packets / plan.seconds),
    'longest silence p50/max s': [50, 100].map((p) => (percentile(heard.silences, p) / 1000).toFixed(1)).join('/'),
    'CPU % of a core per call: main, media, database': [percent('server'), percent('media'), percent('database')].join(', '),
    'tick late p99/max ms': ['media_tick_late_p99_seconds', 'media_tick_late_max_seconds'].map((name) => inMs(figure(name))).join('/'),
    'ticks skipped': figure('media_ticks_skipped') - skipped,
    'main thread late p99 ms': inMs(figure('nodejs_eventloop_lag_p99_seconds')),
  }
  await load.ask({ type: 'hangUp' })
  return row
}

export async function callRows(plan: CallsPlan): Promise<Row[]> {
  const env = { OPENSEAT_SIP_PORT: String(sipPort), OPENSEAT_RTP_PORTS: '48400-49599', OPENSEAT_CALLS_PER_WORKER: '500' }
  const crowd = await openCrowd({ agents: 1, port: 48_150, enterpriseOrigin: 'http://localhost:48157', env })
  const load = new LoadProcess<Request>('flow-callers.ts')
  const scene = { crowd, load, plan }
  try {
    const callersPort = await load.ask<number>({ type: 'open', sipPort })
    await prepare(scene, callersPort)
    const bot = await busyAgent(scene)
    const rows = [
      await measured(scene, `${plan.calls} calls wait in a line with music`, accessCode),
      await measured(scene, `${plan.calls} calls in a flow that speaks and asks`, `${accessCode}${flowExtension}`),
    ]
    bot.close()
    return rows
  } finally {
    load.close()
    await crowd.close()
  }
}
