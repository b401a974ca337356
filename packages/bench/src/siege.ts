// Strangers at every door of a running product, all at once, while a known trunk calls: what it notices, at rest and under
// siege in one run. `npm run siege -- [SECONDS] [MESSAGES PER SECOND] [CONNECTIONS PER PORT]`. Loopback only.

import { execFileSync } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { AgentBot, openCrowd, usageOf } from './crowd.ts'
import { printTable } from './figures.ts'
import { besiege, type SiegeStats, type Target } from './siege/door.ts'
import { KnownTrunk, rowsOf } from './siege/known-trunk.ts'
import { rtpDoor } from './siege/rtp-door.ts'
import { sipDoors } from './siege/sip-doors.ts'

const [seconds = 20, messagesPerSecond = 5_000, connections = 3_000] = process.argv.slice(2).map(Number)
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
  trunkHost,
}
try {
  await makeTrunk(crowd.origin, crowd.password, trunk.port)
  await AgentBot.connect(crowd.origin, crowd.tokens[0] ?? '', () => undefined).then((bot) =>
    bot.command({ kind: 'signIn', queueIds: [1], device: 'browser' }),
  )
  await trunk.measure(2_000, number)
  const rest = await trunk.measure(restMs, number)
  const cpu = usageOf(crowd.pid).cpu
  const end = new AbortController()
  const strangers = besiege([...sipDoors({ messagesPerSecond, connections }), rtpDoor(messagesPerSecond)], target, end.signal)
  const siege = await trunk.measure(seconds * 1000, number)
  const share = (usageOf(crowd.pid).cpu - cpu) / seconds
  end.abort()
  process.stdout.write(`${describe(await strangers)}\n`)
  printTable(
    'siege',
    rowsOf(rest, siege).map((row) => ({ ...row, 'cores under siege': share.toFixed(2) })),
  )
  process.exitCode = siege.refused + siege.lost + siege.unanswered === 0 ? 0 : 1
} finally {
  await trunk.close()
  await crowd.close()
  await rm(folder, { recursive: true, force: true })
}
process.exit()
