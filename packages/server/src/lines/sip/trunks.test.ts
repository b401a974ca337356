// Trunks as such: log-in at a carrier, OPTIONS, TLS, encrypted media; all over real sockets.

import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { sipBench, type SipBench } from '../../test-support/sip-bench.ts'
import { silentPort, SipPeer, until } from '../../test-support/sip-peer.ts'
import { useTestDatabase } from '../../test-support/test-database.ts'
import type { LineArrival, LineInput } from '../../desk/ports/line-port.ts'

const openssl = 'openssl'
const db = useTestDatabase()
const folder = mkdtempSync(path.join(tmpdir(), 'sip-tls-'))
const [certificate, key] = [path.join(folder, 'cert.pem'), path.join(folder, 'key.pem')]
let bench: SipBench
let calls = 0

beforeAll(async () => {
  const subject = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost,IP:127.0.0.1']
  const request = ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '2', '-keyout', key, '-out', certificate, ...subject]
  execFileSync(openssl, request, { stdio: 'ignore' })
  bench = await sipBench(db().database, { sipTls: { port: 0, certificate, key, authorities: certificate } })
})
afterAll(async () => {
  await bench.close()
  rmSync(folder, { recursive: true })
})

const peers: SipPeer[] = []
beforeEach(() => {
  bench.desk.inputs.length = 0
  bench.desk.onInput = (input: LineInput | LineArrival) => {
    if (input.type !== 'callArrived') return
    const legs = [{ leg: `phone/${input.callId}` }]
    bench.exchange.follow(bench.desk, { roomId: input.callId, live: true, legs, cause: null })
  }
})
afterEach(async () => {
  for (let call = 1; call <= calls; call++) bench.exchange.follow(bench.desk, { roomId: `t${call}`, live: false, legs: [], cause: null })
  for (const peer of peers.splice(0)) await peer.close()
  await until(() => bench.exchange.figures().lines === 0)
})

const open = async (...options: Parameters<typeof SipPeer.open>): Promise<SipPeer> => {
  const peer = await SipPeer.open(...options)
  peers.push(peer)
  return peer
}
const dial = (number: string) => {
  const room = `t${++calls}`
  const at = { room, leg: `phone/${room}` }
  const target = { kind: 'number', number, e164: null } as const
  return { at, leads: bench.exchange.dial(bench.desk, { ...at, callId: room, target, callerNumber: '4466', callerName: '' }) }
}
const stateOf = async (id: number) => {
  const { body } = await bench.operator.call('listTrunks', { query: { pageSize: '200' } })
  return body.items?.find((row) => row['id'] === id)?.['state']
}

describe('a trunk that wants a log-in', () => {
  const carrier = () => open({ registrar: { realm: 'carrier', secretOf: (user) => (user === '4001' ? 'right' : undefined) } })
  const trunkAt = (name: string, peer: SipPeer, more: object) =>
    bench.trunk(name, { mode: 'registering', port: peer.port(), user: '4001', password: 'right', numberRanges: '4466', ...more })

  it('is registered, brings in the calls of its account, and takes ours back by the same attempt', { timeout: 20_000 }, async () => {
    const peer = await carrier()
    const id = await trunkAt('registers', peer, {})
    await until(async () => (await stateOf(id)) === 'registered')
    expect(peer.of('userRegistration')).toEqual([{ type: 'userRegistration', user: '4001', registered: true }])
    await bench.route({ prefix: '2', trunkIds: [id] })
    const phone = await peer.phone(1014)
    peer.gateway.dial({
      to: { registeredUser: '4001' },
      from: { user: '13900001234', host: 'carrier', displayName: '' },
      sdp: phone.negotiation.offer(),
    })
    // The carrier calls the account; the number it called stands in To, which is the account here: not one of the trunk's.
    await until(() => peer.of('ended').length === 1)
    expect(peer.of('ended')[0]?.cause).toMatchObject({ status: 404 })
    await peer.call(`sip:4466@127.0.0.1:${bench.port()}`)
    expect(await bench.desk.next('callArrived')).toMatchObject({ dialled: '4466' })
    expect(dial('255').leads).toBe(true)
    expect(await peer.next('incoming')).toMatchObject({ accessCode: '255', from: { user: '4466' } })
  })

  it('with a wrong password is not registered, and no call is sent there', async () => {
    const peer = await carrier()
    const id = await trunkAt('wrong', peer, { password: 'wrong' })
    await until(async () => (await stateOf(id)) === 'unregistered')
    await bench.route({ prefix: '3', trunkIds: [id] })
    expect(dial('355').leads).toBe(false)
    const row = (await bench.operator.call('listTrunks', { query: { search: 'wrong' } })).body.items?.[0]
    expect(row?.['since']).toMatch(/^\d{4}-/)
    const body = { name: 'wrong', mode: 'registering', host: '127.0.0.1', port: peer.port(), user: '4001', password: 'right' }
    await bench.operator.call('changeTrunk', { params: { trunkId: id }, body })
    await until(async () => (await stateOf(id)) === 'registered')
    expect(dial('355').leads).toBe(true)
  })

  it('is logged out when it is switched off', async () => {
    const peer = await carrier()
    const id = await trunkAt('off', peer, {})
    await until(() => peer.gateway.isRegistered('4001'))
    const body = { name: 'off', mode: 'registering', host: '127.0.0.1', port: peer.port(), user: '4001', enabled: false }
    await bench.operator.call('changeTrunk', { params: { trunkId: id }, body })
    await until(() => !peer.gateway.isRegistered('4001'))
    expect(await stateOf(id)).toBe('disabled')
  })
})

describe('OPTIONS', () => {
  it('tell which trunks are there; a dead one gets no calls', { timeout: 20_000 }, async () => {
    const peer = await open()
    const dead = await silentPort()
    const there = await bench.trunk('there', { port: peer.port(), probeSeconds: 1 })
    const gone = await bench.trunk('gone', { port: dead.port, probeSeconds: 1 })
    await until(async () => (await stateOf(there)) === 'reachable')
    await bench.route({ prefix: '4', trunkIds: [gone, there] })
    await until(async () => (await stateOf(gone)) === 'unreachable')
    dial('455')
    expect(await peer.next('incoming')).toMatchObject({ accessCode: '455' })
    dead.close()
    await peer.close()
    peers.length = 0
    await until(async () => (await stateOf(there)) === 'unreachable')
    expect(dial('456').leads).toBe(false)
  })
})

describe('TLS', () => {
  const tlsPeer = () => {
    const tls = { cert: readFileSync(certificate, 'utf8'), key: readFileSync(key, 'utf8'), ca: readFileSync(certificate, 'utf8') }
    return open({}, [{ transport: 'tls', host: '127.0.0.1', port: 0, tls }])
  }

  it('carries calls both ways', { timeout: 20_000 }, async () => {
    const peer = await tlsPeer()
    const id = await bench.trunk('tls', {
      port: peer.port('tls'),
      transport: 'tls',
      addresses: '127.0.0.1',
      numberRanges: '44*',
    })
    await bench.route({ prefix: '5', trunkIds: [id] })
    dial('555')
    const incoming = await peer.next('incoming')
    expect(incoming.source.transport).toBe('tls')
    await peer.answer(incoming)
    await bench.desk.next('lineAnswered')
    const caller = await peer.call(`sip:4466@127.0.0.1:${bench.port('tls')};transport=tls`)
    await bench.desk.next('callArrived')
    await until(() => peer.of('established').length === 2)
    peer.gateway.hangUp(caller.callId)
    await bench.desk.next('lineHungUp')
    await bench.operator.call('changeTrunk', {
      params: { trunkId: id },
      body: { name: 'tls', host: '127.0.0.1', port: peer.port('tls'), transport: 'tls', probeSeconds: 0 },
    })
  })

  it('to a certificate of somebody unknown is not spoken', { timeout: 20_000 }, async () => {
    const peer = await tlsPeer()
    const id = await bench.trunk('unknown', { host: 'localhost', port: peer.port('tls'), transport: 'tls' })
    await bench.route({ prefix: '6', trunkIds: [id] })
    const other = path.join(folder, 'other')
    execFileSync(
      openssl,
      ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '2', '-subj', '/CN=x', '-keyout', `${other}.key`, '-out', other],
      {
        stdio: 'ignore',
      },
    )
    const tls = { cert: readFileSync(other, 'utf8'), key: readFileSync(`${other}.key`, 'utf8') }
    const fake = await open({}, [{ transport: 'tls', host: '127.0.0.1', port: 0, tls }])
    const body = { name: 'unknown', host: '127.0.0.1', port: fake.port('tls'), transport: 'tls', probeSeconds: 0 }
    await bench.operator.call('changeTrunk', { params: { trunkId: id }, body })
    await new Promise((resolve) => setTimeout(resolve, 100))
    dial('655')
    expect(await bench.desk.next('lineFailed')).toMatchObject({ cause: 'networkFailure' })
    expect(fake.of('incoming')).toEqual([])
  })
})

describe('encrypted media', () => {
  it('is offered where it is wanted, falls back where it may, and is insisted on where it must', { timeout: 20_000 }, async () => {
    const peer = await open()
    const offers = await bench.trunk('offers', { port: peer.port(), secureMedia: 'offer' })
    const requires = await bench.trunk('requires', {
      port: peer.port(),
      secureMedia: 'require',
      addresses: '127.0.0.1',
      numberRanges: '5566',
    })
    await bench.operator.call('assignAccessCode', { params: { tenantId: 1 }, body: { code: '5566' } })
    await bench.route({ prefix: '7', trunkIds: [offers] })
    await bench.route({ prefix: '8', trunkIds: [requires] })
    peer.onCall = ({ callId, offerSdp }) => {
      if (offerSdp?.includes('RTP/SAVP')) peer.gateway.reject(callId, 488)
      else peer.gateway.ring(callId)
    }
    dial('755')
    await bench.desk.next('lineAlerting')
    expect(peer.of('incoming').map(({ offerSdp }) => /RTP\/S?AVP/.exec(offerSdp ?? '')?.[0])).toEqual(['RTP/SAVP', 'RTP/AVP'])
    dial('855')
    expect(await bench.desk.next('lineFailed')).toMatchObject({ cause: 'networkFailure' })
    const plain = await peer.call(`sip:5566@127.0.0.1:${bench.port()}`)
    await until(() => plain.end() !== undefined)
    expect(plain.end()).toMatchObject({ status: 488 })
  })

  it('of two exchanges is heard', { timeout: 20_000 }, async () => {
    const peer = await open()
    const id = await bench.trunk('secure', { port: peer.port(), secureMedia: 'require' })
    await bench.route({ prefix: '9', trunkIds: [id] })
    dial('955')
    const { callId, offerSdp = '' } = await peer.next('incoming')
    expect(offerSdp).toMatch(/RTP\/SAVP[^]*a=crypto:/)
    const at = { room: 'far', leg: 'far' }
    await bench.engine.openRoom('far')
    await bench.engine.openRtpLeg(at)
    const { answerSdp } = await bench.engine.answerRtpLeg({ ...at, offerSdp, direction: 'sendrecv', secure: true })
    await bench.engine.play({ ...at, source: { kind: 'generated', sound: 'ring-back' }, loop: true })
    peer.gateway.answer(callId, answerSdp)
    const { room, leg } = await bench.desk.next('lineAnswered')
    await until(async () => (await bench.engine.stats({ room, leg })).levelInDb > -40)
    expect((await bench.engine.stats({ room, leg })).packetsRefused).toBe(0)
  })
})
