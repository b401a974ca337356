// One WebSocket with the habits that all of ours share: JSON frames, a size and a rate limit, a liveness check.
import type { RawData, WebSocket } from 'ws'
import { faultIn, socketCloseCodes, type PlainDataFault } from '@openseat/contracts'

export interface SocketOptions {
  readonly onFrame: (frame: unknown) => void
  /** A frame with text that cannot be stored, or with too much in it. Without this, such a frame ends the connection. */
  readonly onUnfit?: (frame: unknown, fault: PlainDataFault) => void
  readonly onClose: () => void
  /** Called about once a minute; false ends the connection as not logged in. */
  readonly stillAllowed: () => Promise<boolean>
}

const pingEveryMs = 20_000
/** Whether the person is still logged in and allowed is asked at every third ping. */
const pingsPerQuestion = 3
const silentAtMostMs = 2 * pingEveryMs + 5_000
const closesWithinMs = 2_000
const bufferAtMostBytes = 256 * 1024
const framesPerSecond = 50
const burst = 200

export class JsonSocket {
  readonly #socket: WebSocket
  readonly #options: SocketOptions
  readonly #timer: NodeJS.Timeout
  #lastHeard = performance.now()
  #pings = 0
  #allowance = burst
  #allowanceAt = performance.now()
  #isClosing = false

  constructor(socket: WebSocket, options: SocketOptions) {
    this.#socket = socket
    this.#options = options
    this.#timer = setInterval(() => void this.#check(), pingEveryMs)
    socket.on('message', (data) => this.#receive(data))
    socket.on('error', () => socket.terminate())
    socket.on('close', () => {
      clearInterval(this.#timer)
      options.onClose()
    })
  }

  /** Queues a frame; a page that does not read is disconnected and may come back for what it missed. */
  send(frame: object): void {
    this.sendText(JSON.stringify(frame))
  }

  /** For what several are sent alike. */
  sendText(text: string): void {
    if (this.#socket.readyState !== this.#socket.OPEN) return
    if (this.#socket.bufferedAmount > bufferAtMostBytes) return this.close(socketCloseCodes.tooSlow)
    this.#socket.send(text)
  }

  /** From now on nothing that the page sends is heard; a page that does not answer is cut off. */
  close(code: number): void {
    if (this.#isClosing) return
    this.#isClosing = true
    this.#socket.close(code)
    setTimeout(() => this.#socket.terminate(), closesWithinMs).unref()
  }

  #receive(data: RawData): void {
    if (this.#isClosing) return
    this.#lastHeard = performance.now()
    if (!this.#withinRate()) return this.close(socketCloseCodes.protocolError)
    const frame = parse(data)
    if (frame === undefined) return this.close(socketCloseCodes.protocolError)
    const fault = faultIn(frame)
    if (!fault) return this.#options.onFrame(frame)
    if (this.#options.onUnfit) return this.#options.onUnfit(frame, fault)
    this.close(socketCloseCodes.protocolError)
  }

  #withinRate(): boolean {
    const now = performance.now()
    this.#allowance = Math.min(burst, this.#allowance + ((now - this.#allowanceAt) / 1000) * framesPerSecond)
    this.#allowanceAt = now
    this.#allowance -= 1
    return this.#allowance >= 0
  }

  async #check(): Promise<void> {
    if (performance.now() - this.#lastHeard > silentAtMostMs) return this.#socket.terminate()
    this.#pings += 1
    if (this.#pings % pingsPerQuestion === 0 && !(await this.#stillAllowed())) return this.close(socketCloseCodes.notLoggedIn)
    this.send({ type: 'ping', t: Date.now() })
  }

  #stillAllowed(): Promise<boolean> {
    // A store that is down for a moment logs nobody out.
    return this.#options.stillAllowed().catch(() => true)
  }
}

function parse(data: RawData): unknown {
  try {
    return JSON.parse(Buffer.isBuffer(data) ? data.toString('utf8') : Buffer.concat([data].flat() as Buffer[]).toString('utf8'))
  } catch {
    return undefined
  }
}
