// A TCP or TLS listener and the connections that we open ourselves. Open connections to the same address are used again.

import { connect as connectTcp, createServer as createTcpServer, isIP, type Server, type Socket } from 'node:net'
import { connect as connectTls, createServer as createTlsServer } from 'node:tls'
import { reachableHost } from './reachable-host.ts'
import { StreamFlow } from './stream-flow.ts'
import type { EndpointHandlers, Flow, HostPort } from './flow.ts'

export type TlsSettings = {
  /** PEM. */
  key: string
  cert: string
  /** Certificates that we trust when we connect, PEM; absent: those of Node.js. */
  ca?: string
}

type StreamEndpointParts = {
  host: string
  port: number
  publicHost: string | undefined
  tls: TlsSettings | undefined
  handlers: EndpointHandlers
}

const CONNECT_MS = 5000
const MAX_CONNECTIONS = 2000
const MAX_PER_SOURCE = 50

export class StreamEndpoint {
  readonly transport: 'tcp' | 'tls'
  readonly #server: Server
  readonly #parts: StreamEndpointParts
  readonly #flows = new Set<StreamFlow>()

  private constructor(server: Server, parts: StreamEndpointParts) {
    this.transport = parts.tls === undefined ? 'tcp' : 'tls'
    this.#server = server
    this.#parts = parts
    server.maxConnections = MAX_CONNECTIONS
    server.on('error', () => undefined)
    server.on('tlsClientError', (_, socket: Socket) => socket.destroy())
    server.on(parts.tls === undefined ? 'connection' : 'secureConnection', (socket: Socket) => this.#accept(socket))
  }

  static async listen(parts: StreamEndpointParts): Promise<StreamEndpoint> {
    const server = parts.tls === undefined ? createTcpServer() : createTlsServer({ key: parts.tls.key, cert: parts.tls.cert })
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject)
      server.listen({ port: parts.port, host: parts.host, ipv6Only: true }, resolve)
    })
    return new StreamEndpoint(server, parts)
  }

  get local(): HostPort {
    const address = this.#server.address()
    return typeof address === 'object' && address !== null ? { host: address.address, port: address.port } : { host: '', port: 0 }
  }

  /** Rejects when nobody answers. `serverName` is what a TLS certificate must be made out to. */
  async connect(remote: HostPort, serverName: string): Promise<Flow> {
    for (const flow of this.#flows) {
      if (flow.open && flow.remote.host === remote.host && flow.remote.port === remote.port) return flow
    }
    return this.#add(await this.#dial(remote, serverName))
  }

  async close(): Promise<void> {
    for (const flow of this.#flows) flow.close()
    await new Promise<void>((resolve) => this.#server.close(() => resolve()))
  }

  #accept(socket: Socket): void {
    const same = [...this.#flows].filter((flow) => flow.remote.host === socket.remoteAddress).length
    if (same >= MAX_PER_SOURCE) socket.destroy()
    else this.#add(socket)
  }

  #add(socket: Socket): StreamFlow {
    const { handlers, publicHost } = this.#parts
    const advertised = { host: publicHost ?? reachableHost(this.local.host), port: this.local.port }
    const onClosed = (flow: Flow): void => {
      this.#flows.delete(flow as StreamFlow)
      handlers.onClosed(flow)
    }
    const flow = new StreamFlow({ transport: this.transport, socket, advertised, handlers: { ...handlers, onClosed } })
    this.#flows.add(flow)
    return flow
  }

  #dial({ host, port }: HostPort, serverName: string): Promise<Socket> {
    const { tls } = this.#parts
    const options = { host, port, ...(tls?.ca !== undefined && { ca: tls.ca }), ...(isIP(serverName) === 0 && { servername: serverName }) }
    return new Promise((resolve, reject) => {
      const socket = tls === undefined ? connectTcp({ host, port }) : connectTls(options)
      const timer = setTimeout(() => socket.destroy(new Error('connect timeout')), CONNECT_MS)
      socket.once('error', reject)
      socket.once('close', () => clearTimeout(timer))
      socket.once(tls === undefined ? 'connect' : 'secureConnect', () => {
        clearTimeout(timer)
        socket.off('error', reject)
        resolve(socket)
      })
    })
  }
}
