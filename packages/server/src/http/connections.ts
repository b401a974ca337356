// Connections behind which nobody known stands are few: per address, and in all. The one that has waited longest makes
// room for the next, so that whoever is about to show a session always gets in, however many strangers hold on.

import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import type { Duplex } from 'node:stream'
import type { Socket } from 'node:net'
import { addressKey } from './address-key.ts'

/** 500 agents behind one address: what their browsers open before the first request with a session is there. */
const perAddress = 512
const inAll = 4_096

export class Connections {
  /** Connections of strangers by address, the longest there first; true while a request is under way. */
  readonly #strangers = new Map<string, Map<Duplex, boolean>>()
  readonly #keys = new WeakMap<Duplex, string>()
  readonly #isProxy: (address: string) => boolean
  #count = 0

  /** `isProxy`: of addresses behind which all our clients stand. How many connections those may have is the proxy's matter. */
  constructor(isProxy: (address: string) => boolean = () => false) {
    this.#isProxy = isProxy
  }

  attach(server: Server): void {
    server.on('connection', (socket: Socket) => this.#opened(socket))
    server.on('request', (request: IncomingMessage, response: ServerResponse) => {
      this.#setBusy(request.socket, true)
      response.once('close', () => this.#setBusy(request.socket, false))
    })
    // A socket is at work for as long as it is there.
    server.on('upgrade', (request: IncomingMessage) => this.#setBusy(request.socket, true))
  }

  /** Somebody known stands behind it, or somebody in a call: it counts no longer, and makes room for nobody. */
  known(socket: Duplex): void {
    this.#forget(socket)
  }

  get strangers(): number {
    return this.#count
  }

  #opened(socket: Socket): void {
    const address = socket.remoteAddress ?? ''
    if (this.#isProxy(address)) return
    const key = addressKey(address)
    const sockets = this.#strangers.get(key) ?? new Map<Duplex, boolean>()
    this.#strangers.set(key, sockets.set(socket, false))
    this.#keys.set(socket, key)
    this.#count += 1
    socket.once('close', () => this.#forget(socket))
    if (sockets.size > perAddress) this.#drop(sockets)
    else if (this.#count > inAll) this.#dropOfMost()
  }

  #setBusy(socket: Duplex, isBusy: boolean): void {
    const sockets = this.#strangers.get(this.#keys.get(socket) ?? '')
    if (sockets?.has(socket)) sockets.set(socket, isBusy)
  }

  #dropOfMost(): void {
    let most = new Map<Duplex, boolean>()
    for (const sockets of this.#strangers.values()) if (sockets.size > most.size) most = sockets
    this.#drop(most)
  }

  /** One that waits for nothing, if there is one. */
  #drop(sockets: Map<Duplex, boolean>): void {
    const idle = longestIdle(sockets)
    if (!idle) return
    this.#forget(idle)
    idle.destroy()
  }

  #forget(socket: Duplex): void {
    const key = this.#keys.get(socket) ?? ''
    const sockets = this.#strangers.get(key)
    if (!sockets?.delete(socket)) return
    this.#count -= 1
    if (sockets.size === 0) this.#strangers.delete(key)
  }
}

function longestIdle(sockets: ReadonlyMap<Duplex, boolean>): Duplex | undefined {
  for (const [socket, isBusy] of sockets) if (!isBusy) return socket
  const [first] = sockets.keys()
  return first
}
