// One TCP or TLS connection, whoever opened it: framing, keep-alive, an idle limit, an end.

import type { Socket } from 'node:net'
import type { EndpointHandlers, Flow, HostPort, TransportName } from './flow.ts'
import { StreamFramer, type Frame } from './stream-framer.ts'

type StreamParts = {
  transport: Exclude<TransportName, 'udp'>
  socket: Socket
  advertised: HostPort
  handlers: EndpointHandlers
}

const IDLE_MS = 30 * 60_000
const MAX_UNSENT_BYTES = 1 << 20
const PONG = Buffer.from('\r\n')

let count = 0

export class StreamFlow implements Flow {
  readonly reliable = true
  readonly transport: TransportName
  readonly id: string
  readonly remote: HostPort
  readonly advertised: HostPort
  readonly #parts: StreamParts
  readonly #framer = new StreamFramer()
  #open = true

  constructor(parts: StreamParts) {
    const { socket, transport } = parts
    this.#parts = parts
    this.transport = transport
    this.remote = { host: plainAddress(socket.remoteAddress ?? ''), port: socket.remotePort ?? 0 }
    this.advertised = parts.advertised
    this.id = `${transport}:${++count}:${this.remote.host}:${this.remote.port}`
    socket.setNoDelay(true)
    socket.setTimeout(IDLE_MS, () => this.close())
    socket.on('data', (chunk: Buffer) => this.#onData(chunk))
    socket.on('error', () => this.close())
    socket.on('close', () => this.#onClose())
  }

  get open(): boolean {
    return this.#open
  }

  /** A peer that does not read is cut off. */
  send(bytes: Buffer): void {
    const { socket } = this.#parts
    if (!this.#open) return
    if (socket.writableLength > MAX_UNSENT_BYTES) this.close()
    else socket.write(bytes)
  }

  close(): void {
    this.#parts.socket.destroy()
    this.#onClose()
  }

  #onData(chunk: Buffer): void {
    for (const frame of this.#framer.push(chunk)) {
      if (this.#open) this.#onFrame(frame)
    }
  }

  #onFrame(frame: Frame): void {
    if (frame.kind === 'ping') return this.send(PONG)
    if (frame.bytes.length > 0) this.#parts.handlers.onMessage(frame.bytes, this)
    if (frame.kind !== 'broken') return
    this.#parts.socket.end()
    this.#onClose()
  }

  #onClose(): void {
    if (!this.#open) return
    this.#open = false
    this.#parts.handlers.onClosed(this)
  }
}

/** IPv4 peers of a dual-stack socket show as `::ffff:192.0.2.1`. */
const plainAddress = (address: string): string => (address.startsWith('::ffff:') ? address.slice(7) : address)
