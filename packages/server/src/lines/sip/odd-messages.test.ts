// Odd text and numbers in everything that a trunk can write, against the whole application. OPENSEAT_FUZZ_MESSAGES says how
// many, OPENSEAT_FUZZ_SEED which.

import { pino } from 'pino'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { liveCentre, type LiveCentre } from '../../test-support/live-centre.ts'
import { oddRequests } from '../../test-support/odd-sip.ts'
import { RawCarrier } from '../../test-support/raw-carrier.ts'
import { SipPeer, until } from '../../test-support/sip-peer.ts'
import { useTestDatabase } from '../../test-support/test-database.ts'

const HOST = '127.0.0.9'
const count = Number(process.env['OPENSEAT_FUZZ_MESSAGES'] ?? 500)
const seed = Number(process.env['OPENSEAT_FUZZ_SEED'] ?? 4466)

const db = useTestDatabase()
const faults: string[] = []
let centre: LiveCentre
let carrier: RawCarrier
let peer: SipPeer

beforeAll(async () => {
  const log = pino({ level: 'error' }, { write: (line: string) => void faults.push(line) })
  centre = await liveCentre(db().database, { log, env: { OPENSEAT_CALLS_PER_WORKER: '500' } })
  carrier = await RawCarrier.open(HOST, centre.sipPort)
  peer = await SipPeer.open({}, [{ transport: 'udp', host: HOST, port: 0 }])
  const operator = await centre.client('operator')
  const trunk = { name: 'odd', host: HOST, port: peer.port(), addresses: HOST, numberRanges: '44*', maxCalls: 1000 }
  expect((await operator.call('createTrunk', { body: { ...trunk, trustsData: true, probeSeconds: 0 } })).status).toBe(200)
  await new Promise((resolve) => setTimeout(resolve, 100))
}, 60_000)
afterAll(async () => {
  carrier.close()
  await peer.close()
  await centre.close()
})

const metrics = async (): Promise<string> => (await centre.app.http.inject('/metrics')).body
const lines = async (): Promise<number> => Number(/openseat_sip_lines (\d+)/.exec(await metrics())?.[1])
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))

it('odd messages of a trunk are refused or served, and nothing of them stays', { timeout: 60_000 + count * 50 }, async () => {
  const page = await centre.page('wangmin@demo')
  await page.did({ kind: 'signIn', queueIds: [1], device: 'browser' })
  for (const [n, bytes] of oddRequests({ seed, count, port: carrier.port }).entries()) {
    await carrier.send(bytes)
    if (n % 10 === 9) await pause(20)
    // No more calls at once than the media have ports for.
    if (n % 50 === 49) await until(async () => (await lines()) < 20)
  }
  await pause(500)
  await carrier.cancelAll()
  await until(async () => (await lines()) === 0)
  expect(await metrics()).toMatch(/openseat_trunk_calls\{[^}]*odd[^}]*\} 0/)
  expect(faults).toEqual([])
  expect(carrier.answers.get('500 INVITE')).toBeUndefined()
  expect(carrier.answers.get('484 INVITE')).toBeGreaterThan(0)
  expect(carrier.answers.get('200 INVITE')).toBeGreaterThan(0)
  await page.did({ kind: 'signOut' })
  expect(await peer.gateway.probe(`sip:127.0.0.1:${centre.sipPort}`)).toBe(200)
  const call = await peer.call(`sip:4466@127.0.0.1:${centre.sipPort}`)
  await until(() => call.end() !== undefined || peer.of('established').length > 0)
  peer.gateway.hangUp(call.callId)
})
