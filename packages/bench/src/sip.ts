// Signalling only: calls per second that our SIP gateway answers, beside sipp's own UAS in the same run. sipp calls both.
import { execFile, spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { usageOf } from './crowd.ts'
import { milliseconds, percentile, printTable, type Row } from './figures/figures.ts'

const seconds = Number(process.argv[2] ?? 10)
const rates = [100, 300, 500, 800, 1_200]
const uasPort = 18_680

interface Answerer {
  readonly what: string
  readonly port: number
  readonly process: ChildProcess
}

async function ours(): Promise<Answerer> {
  const child = spawn(process.execPath, [fileURLToPath(new URL('sip-answerer.ts', import.meta.url))], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const [line] = (await once(child.stdout, 'data')) as [Buffer]
  return { what: 'OpenSeat SIP gateway', port: Number(String(line).trim()), process: child }
}

async function sippUas(): Promise<Answerer> {
  const child = spawn('sipp', ['-sn', 'uas', '-i', '127.0.0.1', '-p', String(uasPort), '-nostdin'], { stdio: 'ignore' })
  await delay(1_000)
  return { what: 'sipp’s own UAS', port: uasPort, process: child }
}

/** INVITE → 200, ACK, 200 ms, BYE → 200. */
async function atRate({ what, port, process: answerer }: Answerer, rate: number): Promise<Row> {
  const folder = await mkdtemp(path.join(tmpdir(), 'bench-sip-'))
  const cpu = usageOf(answerer.pid ?? 0).cpu
  const total = rate * seconds
  const limits = ['-m', String(total), '-timeout', `${seconds + 20}s`, '-l', '20000', '-recv_timeout', '8000']
  const args = ['-sn', 'uac', `127.0.0.1:${port}`, '-i', '127.0.0.1', '-r', String(rate), '-d', '200', ...limits]
  const traces = ['-trace_rtt', '-rtt_freq', '1', '-trace_stat', '-nostdin']
  await promisify(execFile)('sipp', [...args, ...traces], { cwd: folder, timeout: (seconds + 40) * 1000 }).catch(() => undefined)
  const used = usageOf(answerer.pid ?? 0).cpu - cpu
  const times = await responseTimes(folder)
  await rm(folder, { recursive: true })
  return {
    what,
    'calls/s': rate,
    'answered %': ((times.length / total) * 100).toFixed(2),
    'INVITE → 200 p50 ms': milliseconds(percentile(times, 50)),
    'p99 ms': milliseconds(percentile(times, 99)),
    'CPU ms/call': ((used * 1000) / total).toFixed(2),
  }
}

/** sipp writes one line per call: date, time of the call, response time. */
async function responseTimes(folder: string): Promise<number[]> {
  const file = (await readdir(folder)).find((name) => name.endsWith('_rtt.csv'))
  if (!file) return []
  const lines = (await readFile(path.join(folder, file), 'utf8')).trim().split('\n').slice(1)
  return lines.map((line) => Number(line.split(';')[1])).filter((time) => !Number.isNaN(time))
}

const rows: Row[] = []
for (const open of [ours, sippUas]) {
  const answerer = await open()
  for (const rate of rates) rows.push(await atRate(answerer, rate))
  answerer.process.kill('SIGKILL')
}
printTable('sip', rows)
process.exit(0)
