import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import { connect, type AddressInfo, type Socket } from 'node:net'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { addressKey } from './address-key.ts'
import { Connections } from './connections.ts'

let server: Server
let connections: Connections
let clients: Socket[]

beforeEach(async () => {
  clients = []
  connections = new Connections()
  server = createServer((request, response) => {
    if (request.url === '/known') connections.known(request.socket)
    if (request.url !== '/slow') response.end('x')
  })
  connections.attach(server)
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
})
afterEach(() => {
  for (const client of clients) client.destroy()
  server.close()
})

async function open(localAddress = '127.0.0.2'): Promise<Socket> {
  const client = connect({ port: (server.address() as AddressInfo).port, host: '127.0.0.1', localAddress })
  client.on('error', () => undefined)
  clients.push(client)
  await once(client, 'connect')
  return client
}

const ask = async (client: Socket, path: string): Promise<void> => {
  client.write(`GET ${path} HTTP/1.1\r\nHost: x\r\n\r\n`)
  if (path !== '/slow') await once(client, 'data')
}

describe('connections of strangers', () => {
  it('that have become sockets make room last: a visitor’s is not cut for one who only connects', async () => {
    const visitor = await open()
    visitor.write('GET /ws/visitor HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n')
    const idle = await open()
    const closed = once(idle, 'close')
    for (let n = 0; n < 511; n += 1) await open()
    await closed
    expect(visitor.destroyed).toBe(false)
  })

  it('through a proxy of ours are the proxy’s matter', async () => {
    connections = new Connections((address) => address === '127.0.0.4')
    connections.attach(server)
    const first = await open('127.0.0.4')
    await open('127.0.0.5')
    await expect.poll(() => connections.strangers).toBe(1)
    expect(first.destroyed).toBe(false)
  })

  it('are so many of one address; the longest idle makes room, one at work and one of somebody known do not', async () => {
    const known = await open()
    await ask(known, '/known')
    const busy = await open()
    await ask(busy, '/slow')
    const idle = await open()
    const closed = once(idle, 'close')
    for (let n = 0; n < 511; n += 1) await open()
    await closed
    await expect.poll(() => connections.strangers).toBe(512)
    expect([known.destroyed, busy.destroyed]).toEqual([false, false])
    const other = await open('127.0.0.3')
    await ask(other, '/x')
  })

  it('are forgotten when they close', async () => {
    const client = await open()
    await expect.poll(() => connections.strangers).toBe(1)
    client.destroy()
    await expect.poll(() => connections.strangers).toBe(0)
  })
})

it.each([
  ['192.0.2.7', '192.0.2.7'],
  ['::ffff:192.0.2.7', '192.0.2.7'],
  ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
  ['2001:db8::1', '2001:db8:0:0::/64'],
  ['2001:DB8:0001:2::', '2001:db8:1:2::/64'],
  ['fe80::1%eth0', 'fe80:0:0:0::/64'],
  ['::1', '0:0:0:0::/64'],
  ['', ''],
])('an address %s counts as %s', (address, key) => {
  expect(addressKey(address)).toBe(key)
})
