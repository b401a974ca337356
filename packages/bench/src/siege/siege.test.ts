// The short form of `npm run siege`, against the whole application: strangers at every door at once, and a known trunk that
// notices nothing. Counts only; how long things take is the long form's matter.

import { execFileSync } from 'node:child_process'
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { liveCentre, type LiveCentre } from '@openseat/server/test-support/live-centre'
import { until } from '@openseat/server/test-support/sip-peer'
import { demoSecret } from '@openseat/server/test-support/test-server'
import { useTestDatabase } from '@openseat/server/test-support/test-database'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { allDoors } from './all-doors.ts'
import { besiege, type Target } from './door.ts'
import { KnownDesk } from './known-desk.ts'
import { KnownTrunk } from './known-trunk.ts'

const OPENSSL = 'openssl'
const TRUNK_HOST = '127.0.0.9'
const SIEGE_MS = 6_000

const db = useTestDatabase()
let centre: LiveCentre
let trunk: KnownTrunk
let desk: KnownDesk
let target: Target

beforeAll(async () => {
  const key = join(mkdtempSync(join(tmpdir(), 'siege-')), 'key')
  const request = ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '2', '-subj', '/CN=x', '-keyout', key, '-out', `${key}.pem`]
  execFileSync(OPENSSL, request, { stdio: 'ignore' })
  centre = await liveCentre(db().database, {
    env: { OPENSEAT_SIP_TLS_CERT: `${key}.pem`, OPENSEAT_SIP_TLS_KEY: key, OPENSEAT_SIP_TLS_PORT: '0' },
  })
  const sip = { udp: centre.app.sipPort('udp'), tcp: centre.app.sipPort('tcp'), tls: centre.app.sipPort('tls') }
  trunk = await KnownTrunk.open(TRUNK_HOST, (user) => `sip:${user === '' ? '' : `${user}@`}127.0.0.1:${sip.udp}`)
  const operator = await centre.client('operator')
  const body = { name: 'known', host: TRUNK_HOST, port: trunk.port, addresses: TRUNK_HOST, numberRanges: '4466*', probeSeconds: 0 }
  expect((await operator.call('createTrunk', { body })).status).toBe(200)
  await new Promise((resolve) => setTimeout(resolve, 100))
  const page = await centre.page('wangmin@demo')
  await page.did({ kind: 'signIn', queueIds: [1], device: 'browser' })
  desk = new KnownDesk({
    origin: centre.origin,
    logIn: { login: 'lilei@demo', password: demoSecret },
    command: async (on) => (await page.send({ kind: 'setAutoAnswer', on })).ok,
    // Other tests want the cores, too, and who logs in stands back behind calls: late is not lost.
    patienceMs: 25_000,
  })
  target = { host: '127.0.0.1', http: Number(new URL(centre.origin).port), sip, rtpPorts: [31_000, 31_999], trunkHost: TRUNK_HOST }
}, 60_000)
afterAll(async () => {
  await trunk.close()
  await centre.close()
})

it(
  'while strangers besiege every door no call of a known trunk, and nothing that a company does, is refused or lost',
  { timeout: 60_000 },
  async () => {
    const calm = await trunk.measure(1_000, '4466')
    expect(calm.answeredMs.length).toBeGreaterThan(0)
    const end = new AbortController()
    const strength = { messagesPerSecond: 1_000, connections: 1_000, requestsPerSecond: 20, httpConnections: 60 }
    const siege = besiege(allDoors(strength), target, end.signal)
    const [measured, worked] = await Promise.all([trunk.measure(SIEGE_MS, '4466'), desk.measure(SIEGE_MS)])
    end.abort()
    const strangers = await siege
    expect(measured).toMatchObject({ unanswered: 0, refused: 0, lost: 0 })
    expect(measured.answeredMs.length).toBeGreaterThan(0)
    expect(worked).toMatchObject({ refused: 0, lost: 0 })
    expect([worked.commandMs.length, worked.pageMs.length, worked.logInMs.length].every((count) => count > 0)).toBe(true)
    expect(strangers['rtp']).toMatchObject({ heard: 0 })
    expect(Object.values(strangers).every((stats) => Object.keys(stats).length > 0)).toBe(true)
    const metrics = async (): Promise<string> => (await centre.app.http.inject('/metrics')).body
    await until(async () => /openseat_trunk_calls\{[^}]*known[^}]*\} 0/.test(await metrics()))
  },
)
