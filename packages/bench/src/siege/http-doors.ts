// Strangers at the HTTP port: log-ins that are wrong, heads and bodies that never end, bodies that are too large, sockets
// without a log-in, visitors who only sit there, documents over and over, and answers that nobody reads.

import { connect, type Socket } from 'node:net'
import { everyUntil, type Door, type Target } from './door.ts'
import { strangerAddress } from './stranger-address.ts'

const TICK_MS = 10
const MEBIBYTE = 1_048_576

const head = (first: string, ...more: readonly string[]): string => [`${first} HTTP/1.1`, 'Host: localhost', ...more, '', ''].join('\r\n')

const posted = (path: string, length: number): string => head(`POST ${path}`, 'Content-Type: application/json', `Content-Length: ${length}`)

const upgrade = (path: string): string =>
  head(
    `GET ${path}`,
    'Connection: Upgrade',
    'Upgrade: websocket',
    'Sec-WebSocket-Version: 13',
    'Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==',
  )

/** One text frame; masked with zeros it stays as it is. */
const frame = (text: string): Buffer => Buffer.concat([Buffer.from([0x81, 0x80 | text.length, 0, 0, 0, 0]), Buffer.from(text)])

function opened(http: number, { host }: Target, n: number): Socket {
  const socket = connect({ host, port: http, localAddress: strangerAddress(n) })
  socket.on('error', () => undefined)
  return socket
}

interface Asking {
  readonly name: string
  readonly perSecond: number
  readonly bytes: (n: number) => string
}

/** Asks once per connection, and counts what is answered by status. */
const asking = ({ name, perSecond, bytes }: Asking): Door => ({
  name,
  async start(target, signal) {
    const { http } = target
    const stats: Record<string, number> = { asked: 0 }
    const open = new Set<Socket>()
    let due = 0
    if (http === undefined) return stats
    const ask = (n: number): void => {
      const socket = opened(http, target, n)
      open.add(socket)
      socket.on('close', () => open.delete(socket))
      socket.once('data', (data) => {
        const status = String(data).split(' ', 2)[1] ?? ''
        stats[status] = (stats[status] ?? 0) + 1
        socket.destroy()
      })
      socket.write(bytes(n))
    }
    await everyUntil(TICK_MS, signal, () => {
      for (due += (perSecond * TICK_MS) / 1000; due >= 1; due -= 1) ask((stats['asked'] = (stats['asked'] ?? 0) + 1))
    })
    for (const socket of open) socket.destroy()
    return stats
  },
})

interface Holding {
  readonly name: string
  readonly connections: number
  readonly first: string | Buffer
  /** Said now and then, so that it does not look dead. */
  readonly drip?: string
  readonly reads?: boolean
}

/** Holds on to connections; what is closed is opened again. */
const holding = ({ name, connections, first, drip, reads = true }: Holding): Door => ({
  name,
  async start(target, signal) {
    const { http } = target
    const stats = { opened: 0, closed: 0 }
    if (http === undefined) return stats
    const open = new Set<Socket>()
    const another = (): void => {
      const socket = opened(http, target, stats.opened)
      stats.opened += 1
      open.add(socket)
      socket.on('close', () => {
        open.delete(socket)
        stats.closed += 1
      })
      if (reads) socket.resume()
      socket.write(first)
    }
    await everyUntil(TICK_MS, signal, () => {
      for (let i = 0; i < 5 && open.size < connections; i += 1) another()
      const [oldest] = open
      if (oldest === undefined || drip === undefined) return
      open.delete(oldest)
      open.add(oldest)
      oldest.write(drip)
    })
    for (const socket of open) socket.destroy()
    return stats
  },
})

export interface HttpStrength {
  readonly requestsPerSecond: number
  readonly connections: number
}

export function httpDoors({ requestsPerSecond: perSecond, connections }: HttpStrength): readonly Door[] {
  const wrong = (n: number): string => JSON.stringify({ login: `stranger${n}@demo`, password: `wrong-password-${n}` })
  return [
    asking({ name: 'bad log-ins', perSecond, bytes: (n) => posted('/api/session', wrong(n).length) + wrong(n) }),
    asking({ name: 'large bodies', perSecond: perSecond / 20, bytes: () => posted('/api/session', MEBIBYTE) + ' '.repeat(MEBIBYTE) }),
    asking({ name: 'sockets without a log-in', perSecond, bytes: () => upgrade('/ws/agent') }),
    asking({ name: 'documents', perSecond, bytes: (n) => head(n % 2 === 0 ? 'GET /' : 'GET /api') }),
    holding({ name: 'slow heads', connections, first: 'GET / HTTP/1.1\r\nHost: localhost\r\n', drip: 'X-More: x\r\n' }),
    holding({ name: 'slow bodies', connections, first: posted('/api/session', 100), drip: ' ' }),
    holding({ name: 'idle connections', connections, first: '' }),
    holding({
      name: 'visitors who sit there',
      connections,
      first: Buffer.concat([Buffer.from(upgrade('/ws/visitor')), frame('{"type":"open","widget":"none","token":null}')]),
    }),
    holding({ name: 'answers not read', connections, first: head('GET /api/openapi.json').repeat(8), reads: false }),
  ]
}
