// One UDP socket. Each datagram is one message; a flow is the socket and the address that it came from.

import { createSocket, type Socket } from 'node:dgram'
import { isIPv6 } from 'node:net'
import type { EndpointHandlers, Flow, HostPort } from './flow.ts'
import { reachableHost } from './reachable-host.ts'

type UdpParts = { host: string; port: number; publicHost: string | undefined; handlers: EndpointHandlers }

/** Shorter ones are keep-alives (CRLF, NUL), never a message. */
const SHORTEST_MESSAGE = 16

export class UdpEndpoint {
  readonly transport = 'udp'
  readonly #socket: Socket
  readonly #advertised: HostPort
  #open = true

  private constructor(socket: Socket, parts: UdpParts) {
    this.#socket = socket
    this.#advertised = { host: parts.publicHost ?? reachableHost(parts.host), port: socket.address().port }
    socket.on('error', () => undefined)
    socket.on('message', (bytes, { address, port }) => {
      if (bytes.length >= SHORTEST_MESSAGE && port > 0) parts.handlers.onMessage(bytes, this.flowTo({ host: address, port }))
    })
  }

  static async listen(parts: UdpParts): Promise<UdpEndpoint> {
    const socket = createSocket({ ...(isIPv6(parts.host) ? { type: 'udp6', ipv6Only: true } : { type: 'udp4' }), recvBufferSize: 1 << 20 })
    await new Promise<void>((resolve, reject) => {
      socket.once('error', reject)
      socket.bind(parts.port, parts.host, () => resolve())
    })
    socket.removeAllListeners('error')
    return new UdpEndpoint(socket, parts)
  }

  get local(): HostPort {
    return { host: this.#socket.address().address, port: this.#socket.address().port }
  }

  /** `remote.host` is a numeric address. */
  flowTo(remote: HostPort): Flow {
    const isOpen = (): boolean => this.#open
    return {
      id: `udp:${this.#advertised.port}:${remote.host}:${remote.port}`,
      transport: 'udp',
      reliable: false,
      remote,
      advertised: this.#advertised,
      get open() {
        return isOpen()
      },
      send: (bytes) => {
        if (this.#open) this.#socket.send(bytes, remote.port, remote.host, () => undefined)
      },
    }
  }

  async close(): Promise<void> {
    if (!this.#open) return
    this.#open = false
    await new Promise<void>((resolve) => this.#socket.close(() => resolve()))
  }
}
