// A way to the database that can freeze: connections stay, and nothing passes any more, as when a host or a cable is gone.

import { connect, createServer, type AddressInfo, type Socket } from 'node:net'
import path from 'node:path'
import type { DatabaseAddress } from '../store/connection.ts'

export interface FrozenWay {
  readonly address: DatabaseAddress
  readonly freeze: () => void
  readonly thaw: () => void
  readonly close: () => Promise<void>
}

export async function frozenWay(to: DatabaseAddress): Promise<FrozenWay> {
  const sockets = new Set<Socket>()
  let isFrozen = false
  const keep = (socket: Socket): void => {
    sockets.add(socket)
    socket.on('error', () => undefined)
    socket.on('close', () => sockets.delete(socket))
    if (isFrozen) socket.pause()
  }
  const server = createServer((near) => {
    const far = connect(targetOf(to))
    keep(near)
    keep(far)
    for (const [from, into] of [
      [near, far],
      [far, near],
    ] as const) {
      from.on('data', (data) => void (isFrozen || into.write(data)))
      from.on('close', () => void (isFrozen || into.destroy()))
    }
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    address: { url: urlThrough(to, (server.address() as AddressInfo).port) },
    freeze: () => void (isFrozen = true),
    thaw: () => void (isFrozen = false),
    async close() {
      for (const socket of sockets) socket.destroy()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

function targetOf(address: DatabaseAddress): { path: string } | { host: string; port: number } {
  if (!('url' in address)) return { path: path.join(address.host, '.s.PGSQL.5432') }
  const { hostname, port } = new URL(address.url)
  return { host: hostname, port: Number(port || 5432) }
}

function urlThrough(address: DatabaseAddress, port: number): string {
  if (!('url' in address)) return `postgres://${address.user}@127.0.0.1:${port}/${address.database}`
  const url = new URL(address.url)
  url.host = `127.0.0.1:${port}`
  return url.href
}
