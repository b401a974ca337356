import { beforeEach, expect, it } from 'vitest'
import { FakeNetwork, type Node } from './test-support/fake-network.ts'

let net: FakeNetwork
let office: Node

beforeEach(async () => {
  net = new FakeNetwork()
  office = await net.add('office')
})

const probe = async (uri: string) => {
  let status: number | undefined | 'waiting' = 'waiting'
  void office.gateway.probe(uri).then((answer) => (status = answer))
  await net.pass(33_000)
  return status
}

it('hears the status of whoever is there, and nothing of who is not', async () => {
  await net.add('open')
  await net.add('strict', { admit: () => ({ refuse: 403 }) })
  await net.add('shy', { admit: () => 'ignore' })
  expect([await probe('sip:open'), await probe('sip:strict'), await probe('sip:shy'), await probe('nonsense')]).toEqual([
    200,
    403,
    undefined,
    undefined,
  ])
})

const dial = (host: string, signOfLifeMs?: number) =>
  office.gateway.dial({
    to: { uri: `sip:100@${host}` },
    from: { user: '1', host: 'office', displayName: '' },
    sdp: 'v=0',
    ...(signOfLifeMs !== undefined && { signOfLifeMs }),
  })

it('gives a silent peer up after the time that it is given, and no peer that has shown life', async () => {
  await net.add('shy', { admit: () => 'ignore' })
  const busy = await net.add('busy')
  const silent = dial('shy', 2000)
  const ringing = dial('busy', 2000)
  await net.pass(100)
  busy.gateway.ring(busy.last('incoming').callId)
  await net.pass(3000)
  expect(office.events.filter(({ type }) => type === 'ended')).toEqual([
    { type: 'ended', callId: silent, cause: { kind: 'lost', detail: 'timeout' } },
  ])
  expect(office.gateway.remoteOf(ringing)).toEqual({ host: 'busy', port: 5060 })
  await net.pass(40_000)
  expect(office.gateway.load.calls).toBe(1)
})

it('shows the fields that the caller wrote', async () => {
  const peer = await net.add('peer')
  office.gateway.dial({
    to: { uri: 'sip:4466@peer' },
    from: { user: '1', host: 'office', displayName: '' },
    sdp: 'v=0',
    headers: [{ name: 'x-openseat-order', value: '77' }],
  })
  await net.pass(10)
  expect(peer.last('incoming').headers).toContainEqual({ name: 'x-openseat-order', value: '77' })
})
