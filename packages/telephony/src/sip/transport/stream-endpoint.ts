// A TCP or TLS listener and the connections that we open ourselves. Open connections to the same address are used again.
// Strangers' connections have little room and little time.

import { connect as connectTcp, createServer as createTcpServer, isIP, type Server, type Socket } from 'node:net'
import { connect as connectTls, createServer as createTlsServer } from 'node:tls'
import { reachableHost } from './reachable-host.ts'
import { plainAddress, StreamFlow } from './stream-flow.ts'
import { StreamPlaces, type Place, type StreamLimits } from './stream-places.ts'
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
  limits: StreamLimits
}

const CONNECT_MS = 5000

export class StreamEndpoint {
  readonly transport: 'tcp' | 'tls'
  readonly #server: Server
  readonly #parts: StreamEndpointParts
  readonly #flows = new Set<StreamFlow>()
  readonly #places: StreamPlaces
  /** Of those who connected to us, by address and port: before a TLS handshake there is no flow yet. */
  readonly #guests = new Map<string, Place>()

  private constructor(server: Server, parts: StreamEndpointParts) {
    this.transport = parts.tls === undefined ? 'tcp' : 'tls'
    this.#server = server
    this.#parts = parts
    this.#places = new StreamPlaces(parts.limits)
    server.on('error', () => undefined)
    server.on('tlsClientError', (_, socket: Socket) => socket.destroy())
    server.on('connection', (socket: Socket) => this.#receive(socket))
    server.on('secureConnection', (socket: Socket) => this.#accept(socket))
  }

  static async listen(parts: StreamEndpointParts): Promise<StreamEndpoint> {
    const server =
      parts.tls === undefined
        ? createTcpServer()
        : createTlsServer({ key: parts.tls.key, cert: parts.tls.cert, handshakeTimeout: parts.limits.firstMessageMs })
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
    const flow = this.#add(await this.#dial(remote, serverName), () => true)
    flow.welcome()
    return flow
  }

  async close(): Promise<void> {
    for (const flow of this.#flows) flow.close()
    await new Promise<void>((resolve) => this.#server.close(() => resolve()))
  }

  /** A connection before anything came by it. */
  #receive(socket: Socket): void {
    const host = plainAddress(socket.remoteAddress ?? '')
    const place: Place = { host, known: this.#parts.handlers.knows(host), giveUp: () => socket.destroy() }
    const key = keyOf(socket)
    socket.on('error', () => undefined)
    if (!this.#places.enter(place)) return void socket.destroy()
    this.#guests.set(key, place)
    socket.once('close', () => {
      this.#places.leave(place)
      this.#guests.delete(key)
    })
    if (this.transport === 'tcp') this.#accept(socket)
  }

  #accept(socket: Socket): void {
    const place = this.#guests.get(keyOf(socket))
    if (place === undefined) return void socket.destroy()
    const flow = this.#add(socket, () => this.#places.welcome(place))
    if (place.known) flow.welcome()
  }

  #add(socket: Socket, onWelcome: () => boolean): StreamFlow {
    const { handlers, publicHost, limits } = this.#parts
    const advertised = { host: publicHost ?? reachableHost(this.local.host), port: this.local.port }
    const onClosed = (flow: Flow): void => {
      this.#flows.delete(flow as StreamFlow)
      handlers.onClosed(flow)
    }
    const { firstMessageMs } = limits
    const flow = new StreamFlow({
      transport: this.transport,
      socket,
      advertised,
      handlers: { ...handlers, onClosed },
      firstMessageMs,
      onWelcome,
    })
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

const keyOf = ({ remoteAddress, remotePort }: Socket): string => `${remoteAddress} ${remotePort}`
