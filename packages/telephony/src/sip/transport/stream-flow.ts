// One TCP or TLS connection, whoever opened it: framing, keep-alive, limits of time and bytes, an end.

import type { Socket } from 'node:net'
import type { EndpointHandlers, Flow, HostPort, TransportName } from './flow.ts'
import { StreamFramer, type Frame } from './stream-framer.ts'

type StreamParts = {
  transport: Exclude<TransportName, 'udp'>
  socket: Socket
  advertised: HostPort
  handlers: EndpointHandlers
  firstMessageMs: number
  /** Asked once, when the first message is served. False: no room. */
  onWelcome: () => boolean
}

const IDLE_MS = 30 * 60_000
const MAX_UNSENT_BYTES = 1 << 20
/** What a stranger may send before anything of it is served. */
const MAX_STRANGER_BYTES = 32_768
/** A message that has begun is complete by then. */
const MESSAGE_MS = 10_000
/** Until a connection that we end is cut. */
const LAST_WORDS_MS = 2000
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
  #welcome = false
  #strangerBytes = 0
  #deadline: NodeJS.Timeout | undefined

  constructor(parts: StreamParts) {
    const { socket, transport } = parts
    this.#parts = parts
    this.transport = transport
    this.remote = { host: plainAddress(socket.remoteAddress ?? ''), port: socket.remotePort ?? 0 }
    this.advertised = parts.advertised
    this.id = `${transport}:${++count}:${this.remote.host}:${this.remote.port}`
    this.#mustBeDoneIn(parts.firstMessageMs)
    socket.setNoDelay(true)
    socket.setTimeout(IDLE_MS, () => this.close())
    socket.on('data', (chunk: Buffer) => this.#onData(chunk))
    socket.on('error', () => this.close())
    socket.on('close', () => this.#onClose())
  }

  get open(): boolean {
    return this.#open
  }

  welcome(): void {
    if (this.#welcome || !this.#open) return
    this.#welcome = true
    clearTimeout(this.#deadline)
    if (!this.#parts.onWelcome()) this.close()
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
    if (!this.#welcome && (this.#strangerBytes += chunk.length) > MAX_STRANGER_BYTES) return this.close()
    const wasBetween = this.#framer.isBetweenMessages
    const frames = this.#framer.push(chunk)
    for (const frame of frames) if (this.#open) this.#onFrame(frame)
    if (!this.#welcome) return
    if (this.#framer.isBetweenMessages) clearTimeout(this.#deadline)
    else if (wasBetween || frames.length > 0) this.#mustBeDoneIn(MESSAGE_MS)
  }

  #mustBeDoneIn(ms: number): void {
    clearTimeout(this.#deadline)
    if (this.#open) this.#deadline = setTimeout(() => this.close(), ms)
  }

  #onFrame(frame: Frame): void {
    if (frame.kind === 'ping') return this.send(PONG)
    if (frame.bytes.length > 0) this.#parts.handlers.onMessage(frame.bytes, this)
    if (frame.kind !== 'broken') return
    this.#parts.socket.end()
    this.#parts.socket.setTimeout(LAST_WORDS_MS)
    this.#onClose()
  }

  #onClose(): void {
    if (!this.#open) return
    this.#open = false
    clearTimeout(this.#deadline)
    this.#parts.handlers.onClosed(this)
  }
}

/** IPv4 peers of a dual-stack socket show as `::ffff:192.0.2.1`. */
export const plainAddress = (address: string): string => (address.startsWith('::ffff:') ? address.slice(7) : address)
