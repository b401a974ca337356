// A whole call between two gateways over IPv6 on real sockets, each of which listens on IPv4 too.

import { networkInterfaces } from 'node:os'
import { afterEach, expect, it } from 'vitest'
import { SipGateway } from './sip-gateway.ts'
import type { SignalingEvent } from './signaling-gateway.ts'

const HAS_IPV6 = networkInterfaces()['lo']?.some(({ address }) => address === '::1') === true

const gateways: SipGateway[] = []
afterEach(async () => {
  for (const gateway of gateways.splice(0)) await gateway.close()
})

const open = async (transport: 'udp' | 'tcp') => {
  const listen = ['127.0.0.1', '::1'].map((host) => ({ transport, host, port: 0 }))
  const gateway = await SipGateway.open({
    transport: { listen, rateLimit: { messagesPerSecond: 100, burst: 100 } },
    admit: () => 'serve',
  })
  gateways.push(gateway)
  const events: SignalingEvent[] = []
  gateway.on((event) => events.push(event))
  const until = <T extends SignalingEvent['type']>(type: T) =>
    expect.poll(() => events.find((event) => event.type === type) as Extract<SignalingEvent, { type: T }>, { timeout: 5000 })
  const last = <T extends SignalingEvent['type']>(type: T) =>
    events.findLast((event) => event.type === type) as Extract<SignalingEvent, { type: T }>
  return { gateway, until, last, port: gateway.listening[1]?.local.port ?? 0 }
}

it.skipIf(!HAS_IPV6).each(['udp', 'tcp'] as const)('calls, offers anew and hangs up over %s and IPv6', async (transport) => {
  const [here, there] = [await open(transport), await open(transport)]
  const from = { user: '1001', host: 'office.example', displayName: '' }
  const callId = here.gateway.dial({ to: { uri: `sip:4466@[::1]:${there.port};transport=${transport}` }, from, sdp: 'offer' })
  await there.until('incoming').toMatchObject({ accessCode: '4466', source: { host: '::1', transport } })
  there.gateway.answer(there.last('incoming').callId, 'answer')
  await here.until('established').toBeDefined()
  await there.until('established').toBeDefined()
  expect(here.gateway.remoteOf(callId)?.host).toBe('::1')
  const held = there.gateway.reoffer(there.last('incoming').callId, 'again')
  await here.until('reoffer').toMatchObject({ sdp: 'again' })
  here.gateway.answer(callId, 'agreed')
  expect(await held).toEqual({ ok: true, sdp: 'agreed' })
  here.gateway.hangUp(callId)
  await there.until('ended').toMatchObject({ cause: { kind: 'hungUp', by: 'remote' } })
})
