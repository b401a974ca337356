// Strangers at every door of a running product, all at once, while a known trunk calls and a company works: what they notice,
// at rest and under siege in one run. `npm run siege -- [SECONDS] [MESSAGES PER SECOND] [CONNECTIONS PER SIP PORT] [REQUESTS
// PER SECOND AND HTTP DOOR] [CONNECTIONS PER HTTP DOOR]`. Loopback only. The strangers are a process with little right to the
// cores (nice 10): in life their machines are their own.

import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { AgentBot, openCrowd, usageOf } from './crowd.ts'
import { printTable } from './figures/figures.ts'
import type { SiegeStrength } from './siege/all-doors.ts'
import type { SiegeStats, Target } from './siege/door.ts'
import { KnownDesk } from './siege/known-desk.ts'
import { KnownTrunk } from './siege/known-trunk.ts'
import { sideBySide } from './siege/side-by-side.ts'

const [seconds = 20, messagesPerSecond = 5_000, connections = 3_000, requestsPerSecond = 100, httpConnections = 200] = process.argv
  .slice(2)
  .map(Number)
const restMs = Math.min(10_000, seconds * 1000)
const OPENSSL = 'openssl'
const trunkHost = '127.0.0.9'
const [httpPort, sipPort, tlsPort] = [18_520, 18_560, 18_561]
const number = '4466'

async function makeTrunk(origin: string, password: string, port: number): Promise<void> {
  const json = { 'content-type': 'application/json', origin }
  const post = (route: string, body: object, cookie = ''): Promise<Response> =>
    fetch(`${origin}${route}`, { method: 'POST', headers: { ...json, cookie }, body: JSON.stringify(body) })
  const session = await post('/api/session', { login: 'operator', password })
  const cookie = (session.headers.get('set-cookie') ?? '').split(';')[0] ?? ''
  const trunk = { name: 'known', host: trunkHost, port, addresses: trunkHost, numberRanges: number, probeSeconds: 0 }
  const made = await post('/api/trunks', trunk, cookie)
  if (!made.ok) throw new Error(`the trunk was not made: ${made.status} ${await made.text()}`)
}

const describe = (stats: SiegeStats): string =>
  Object.entries(stats)
    .map(
      ([door, counts]) =>
        `${door}: ${Object.entries(counts)
          .map(([what, count]) => `${count} ${what}`)
          .join(', ')}`,
    )
    .join('\n')

/** An agent who gives commands, and an account that logs in. */
async function openDesk(): Promise<KnownDesk> {
  const results: ((ok: boolean) => void)[] = []
  const bot = await AgentBot.connect(crowd.origin, crowd.tokens[0] ?? '', (frame) => {
    if (frame.type === 'result') results.shift()?.(frame.ok)
  })
  const command = (given: Parameters<AgentBot['command']>[0]): Promise<boolean> =>
    new Promise((resolve) => {
      results.push(resolve)
      bot.command(given)
    })
  await command({ kind: 'signIn', queueIds: [1], device: 'browser' })
  return new KnownDesk({
    origin: crowd.origin,
    logIn: { login: 'wangmin@demo', password: crowd.password },
    command: (on) => command({ kind: 'setAutoAnswer', on }),
    patienceMs: 5_000,
  })
}

function letIn(strength: SiegeStrength): { stop: () => Promise<SiegeStats> } {
  const program = fileURLToPath(new URL('siege/strangers.ts', import.meta.url))
  const args = ['-n', '10', process.execPath, program, JSON.stringify({ target, strength })]
  const child = spawn('nice', args, { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] })
  return {
    async stop() {
      const told = once(child, 'message')
      child.send('stop')
      const [stats] = (await told) as [SiegeStats]
      return stats
    },
  }
}

const folder = await mkdtemp(path.join(tmpdir(), 'siege-'))
const [key, cert] = [path.join(folder, 'key'), path.join(folder, 'cert')]
const request = ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '2', '-subj', '/CN=x', '-keyout', key, '-out', cert]
execFileSync(OPENSSL, request, { stdio: 'ignore' })
const crowd = await openCrowd({
  agents: 1,
  port: httpPort,
  enterpriseOrigin: 'http://localhost:8090',
  env: {
    OPENSEAT_SIP_PORT: String(sipPort),
    OPENSEAT_SIP_TLS_CERT: cert,
    OPENSEAT_SIP_TLS_KEY: key,
    OPENSEAT_SIP_TLS_PORT: String(tlsPort),
    OPENSEAT_RTP_PORTS: '32000-32999',
  },
})
const trunk = await KnownTrunk.open(trunkHost, (user) => `sip:${user === '' ? '' : `${user}@`}127.0.0.1:${sipPort}`)
const target: Target = {
  host: '127.0.0.1',
  sip: { udp: sipPort, tcp: sipPort, tls: tlsPort },
  rtpPorts: [32_000, 32_999],
  http: httpPort,
  trunkHost,
}
try {
  await makeTrunk(crowd.origin, crowd.password, trunk.port)
  const desk = await openDesk()
  const measure = async (ms: number) => {
    const [trunkTimes, deskTimes] = await Promise.all([trunk.measure(ms, number), desk.measure(ms)])
    return { ...trunkTimes, ...deskTimes, refused: trunkTimes.refused + deskTimes.refused, lost: trunkTimes.lost + deskTimes.lost }
  }
  await measure(2_000)
  const rest = await measure(restMs)
  const cpu = usageOf(crowd.pid).cpu
  const strangers = letIn({ messagesPerSecond, connections, requestsPerSecond, httpConnections })
  const siege = await measure(seconds * 1000)
  const share = (usageOf(crowd.pid).cpu - cpu) / seconds
  process.stdout.write(`${describe(await strangers.stop())}\n`)
  printTable('siege', [
    sideBySide('OPTIONS → answer', rest.optionsMs, siege.optionsMs),
    sideBySide('INVITE → 200', rest.answeredMs, siege.answeredMs),
    sideBySide('an agent’s command → result', rest.commandMs, siege.commandMs),
    sideBySide('the workbench’s document', rest.pageMs, siege.pageMs),
    sideBySide('a log-in', rest.logInMs, siege.logInMs),
  ])
  process.stdout.write(`Under siege: ${siege.refused} refused, ${siege.lost + siege.unanswered} lost, ${share.toFixed(2)} cores\n`)
  process.exitCode = siege.refused + siege.lost + siege.unanswered === 0 ? 0 : 1
} finally {
  await trunk.close()
  await crowd.close()
  await rm(folder, { recursive: true, force: true })
}
process.exit()
