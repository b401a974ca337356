// The way in for WebSockets: right path, own origin, logged in, allowed.
import type { IncomingMessage, Server } from 'node:http'
import type { Duplex } from 'node:stream'
import { AppError, errorCatalogue } from '@openseat/contracts'
import { WebSocketServer, type WebSocket } from 'ws'
import { foreignHost } from '../http/own-host.ts'
import type { Connections } from '../http/connections.ts'
import type { AddressOf } from '../http/client-address.ts'
import { sessionToken } from '../http/session-cookie.ts'
import type { StrangerRate } from '../http/stranger-rate.ts'
import { foreignOrigin } from '../access/origin.ts'

export interface Entry {
  /** Serves the socket, or says with an HTTP status why not. */
  readonly admit: (request: IncomingMessage) => Promise<number | ((socket: WebSocket) => void)>
  /** Whoever was admitted is known: the connection counts with the strangers' no longer. */
  readonly isForKnown: boolean
}

export interface UpgradeOptions {
  readonly publicOrigin: string | undefined
  readonly entries: Readonly<Record<string, Entry>>
  readonly connections: Connections
  readonly rate: StrangerRate
  readonly addressOf: AddressOf
  readonly failed: (error: unknown) => void
  /** Told of whoever comes from elsewhere. */
  readonly foreign: (request: IncomingMessage) => void
}

const maxFrameBytes = 128 * 1024
const statusTexts: Readonly<Record<number, string>> = {
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'Not Found',
  421: 'Misdirected Request',
  429: 'Too Many Requests',
  500: 'Internal Server Error',
  503: 'Service Unavailable',
}

/** Returns how to close all sockets. */
export function addUpgrades(server: Server, options: UpgradeOptions): () => void {
  const sockets = new WebSocketServer({ noServer: true, perMessageDeflate: false, maxPayload: maxFrameBytes })
  server.on('upgrade', (request, stream, head) => {
    stream.on('error', () => stream.destroy())
    void admit(request, options).then(
      (serve) => (typeof serve === 'number' ? refuse(stream, serve) : sockets.handleUpgrade(request, stream, head, serve)),
      (error: unknown) => {
        if (error instanceof AppError) return refuse(stream, errorCatalogue[error.code].status)
        options.failed(error)
        refuse(stream, 500)
      },
    )
  })
  return () => {
    for (const socket of sockets.clients) socket.terminate()
    sockets.close()
  }
}

async function admit(
  request: IncomingMessage,
  { publicOrigin, entries, connections, rate, addressOf, foreign }: UpgradeOptions,
): Promise<number | ((socket: WebSocket) => void)> {
  const address = addressOf(request)
  const token = sessionToken(request, publicOrigin)
  rate.take(address, token)
  const path = (request.url ?? '').split('?', 1)[0] ?? ''
  const entry = Object.hasOwn(entries, path) ? entries[path] : undefined
  if (!entry) return 404
  const refusal =
    foreignHost(request, publicOrigin) !== undefined ? 421 : foreignOrigin(request, publicOrigin) !== undefined ? 403 : undefined
  if (refusal !== undefined) {
    foreign(request)
    return refusal
  }
  const admitted = await entry.admit(request)
  if (typeof admitted === 'number' || !entry.isForKnown) return admitted
  connections.known(request.socket)
  if (token !== undefined) rate.known(address, token)
  return admitted
}

function refuse(stream: Duplex, status: number): void {
  stream.end(`HTTP/1.1 ${status} ${statusTexts[status] ?? ''}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`)
}
