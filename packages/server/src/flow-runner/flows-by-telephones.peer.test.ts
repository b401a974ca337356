// Telephones of others in a flow: baresip, and many calls of sipp at once, whose keys come as events and in the signalling (INFO).
import { documentOf, text, type Nodes } from '@openseat/domain/flow/test-support/flows'
import { freePort } from '@openseat/telephony/sip/test-support/free-port'
import { HAS_SIPP, runSipp } from '@openseat/telephony/sip/test-support/sipp'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { Baresip, hasBaresip } from '../test-support/baresip.ts'
import { liveCentre, type LiveCentre } from '../test-support/live-centre.ts'
import { until } from '../test-support/sip-peer.ts'
import { useTestDatabase } from '../test-support/test-database.ts'
import type { TestClient } from '../test-support/test-server.ts'

const db = useTestDatabase()
let centre: LiveCentre
let admin: TestClient

const nodes: Nodes = {
  s: ['start', {}, { next: 'm' }],
  m: ['menu', { prompts: text('请按 5'), keys: [{ key: '5' }] }, { '5': 'bye', noInput: 'm', invalid: 'm' }],
  bye: ['hangUp', { reason: 'five' }],
}

beforeAll(async () => {
  centre = await liveCentre(db().database)
  admin = await centre.client('admin@demo')
  const id = await centre.addFlow(documentOf(nodes))
  const route = (await admin.call('listCalledRoutes', { query: { search: '4466' } })).body.items?.find((row) => row['extensionCode'] === '')
  const body = { accessCode: '4466', extensionCode: '', target: { kind: 'flow', flowId: id } }
  expect((await admin.call('changeCalledRoute', { params: { id: Number(route?.['id']) }, body })).status).toBe(200)
}, 60_000)
afterAll(() => centre.close())

interface Entry {
  readonly kind: string
  readonly data: Readonly<Record<string, unknown>>
}

/** The ways that calls took which are over, as the branches of the menu. */
async function branches(): Promise<string[]> {
  const { body } = await admin.call('listContacts', { query: { pageSize: '50' } })
  const over = (body.items ?? []).filter((row) => row['endedAt'] !== null)
  const records = await Promise.all(over.map(({ callId }) => admin.call('getContact', { params: { callId: String(callId) } })))
  return records.map(({ body: record }) =>
    (record['timeline'] as Entry[])
      .flatMap(({ kind, data }) => (kind === 'flowStep' && data['nodeId'] === 'm' ? [data['branch']] : []))
      .join(),
  )
}

describe.skipIf(!hasBaresip)('baresip', { timeout: 40_000 }, () => {
  it('chooses with its key', async () => {
    const before = (await branches()).length
    const { body } = await admin.call('createPhone', { body: { userName: 'soft' } })
    // The network has read of it.
    await new Promise((resolve) => setTimeout(resolve, 100))
    const account = { userName: 'soft', password: String(body['password']), sipPort: centre.sipPort, toneHz: 1130 }
    const phone = await Baresip.start(account)
    try {
      await until(async () => (await admin.call('listPhones', { query: { search: 'soft' } })).body.items?.[0]?.['registered'] === true)
      phone.command('dial', '4466')
      await phone.told('CALL_ESTABLISHED')
      await new Promise((resolve) => setTimeout(resolve, 1_500))
      phone.command('sndcode', '5')
      await until(async () => (await branches()).length > before)
      expect((await branches())[0]).toBe('5')
    } finally {
      await phone.close()
    }
  })
})

describe.skipIf(!HAS_SIPP)('sipp', () => {
  beforeAll(async () => {
    const operator = await centre.client('operator')
    const trunk = {
      name: 'sipp',
      host: '127.0.0.1',
      port: await freePort(),
      addresses: '127.0.0.0/8',
      numberRanges: '44*',
      probeSeconds: 0,
    }
    expect((await operator.call('createTrunk', { body: trunk })).status).toBe(200)
  })

  const isRoot = process.getuid?.() === 0
  it.each([
    ['events of RFC 4733', 'uac-digit', isRoot],
    ['INFO', 'uac-info', true],
  ] as const)('has its key taken in each of six calls, as %s', { timeout: 60_000 }, async (_name, scenario, isPossible) => {
    if (!isPossible) return
    const before = (await branches()).length
    await runSipp({ scenario, transport: 'udp', remotePort: centre.sipPort, localPort: await freePort(), calls: 6 })
    await until(async () => (await branches()).length >= before + 6)
    expect((await branches()).slice(0, 6)).toEqual(Array.from({ length: 6 }, () => '5'))
  })
})
