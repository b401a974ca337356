// A browser telephone's end of its socket, the tester's (`/ws/phone`) as well as the visitor's (`/ws/visitor`): stays
// connected and hands over frames. No framework.
import type { PhoneServerFrame } from '@openseat/contracts'
import { reconnectDelay } from './reconnect-delay.ts'

export type PhoneConnection = 'connecting' | 'connected' | 'offline'

export interface PhoneSocketOptions {
  readonly url: string
  readonly open: (url: string) => WebSocket
  readonly random: () => number
  readonly onConnection: (state: PhoneConnection) => void
  readonly onFrame: (frame: PhoneServerFrame) => void
}

type Pong = { readonly type: 'pong'; readonly t: number }

const silentAtMostMs = 45_000

/** `F`: the frames that this end sends. */
export class PhoneSocket<F extends { readonly type: string }> {
  readonly #options: PhoneSocketOptions
  #socket: WebSocket | null = null
  #attempt = 0
  #retry: ReturnType<typeof setTimeout> | undefined
  #silence: ReturnType<typeof setTimeout> | undefined
  #closed = false

  constructor(options: PhoneSocketOptions) {
    this.#options = options
    this.#connect()
  }

  /** False when there is no connection: the frame is not kept for later. */
  send(frame: F | Pong): boolean {
    if (this.#socket?.readyState !== WebSocket.OPEN) return false
    this.#socket.send(JSON.stringify(frame))
    return true
  }

  close(): void {
    this.#closed = true
    clearTimeout(this.#retry)
    clearTimeout(this.#silence)
    this.#socket?.close()
  }

  #connect(): void {
    const socket = this.#options.open(this.#options.url)
    this.#socket = socket
    socket.onopen = () => {
      this.#attempt = 0
      this.#heard()
      this.#options.onConnection('connected')
    }
    socket.onmessage = (message) => {
      this.#heard()
      this.#take(JSON.parse(String(message.data)) as PhoneServerFrame)
    }
    socket.onclose = () => this.#lost(socket)
  }

  #take(frame: PhoneServerFrame): void {
    if (frame.type === 'ping') this.send({ type: 'pong', t: frame.t })
    else this.#options.onFrame(frame)
  }

  /** The server pings every 20 s; silence means that the way is dead although nobody said so. */
  #heard(): void {
    clearTimeout(this.#silence)
    this.#silence = setTimeout(() => this.#socket && this.#lost(this.#socket), silentAtMostMs)
  }

  #lost(socket: WebSocket): void {
    if (this.#closed || socket !== this.#socket) return
    socket.onopen = socket.onmessage = socket.onclose = null
    socket.close()
    this.#socket = null
    clearTimeout(this.#silence)
    this.#options.onConnection(this.#attempt < 2 ? 'connecting' : 'offline')
    this.#retry = setTimeout(() => this.#connect(), reconnectDelay(this.#attempt++, this.#options.random()))
  }
}
