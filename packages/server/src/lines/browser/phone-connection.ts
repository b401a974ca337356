// One browser telephone on its socket.
import { AppError, phoneClientFrameSchema, socketCloseCodes, type PhoneClientFrame } from '@openseat/contracts'
import type { WebSocket } from 'ws'
import type { Phone } from './phone-exchange.ts'
import { TelephoneSocket, type TelephoneContext } from './telephone-socket.ts'

export function servePhone(webSocket: WebSocket, context: TelephoneContext): void {
  new PhoneConnection(webSocket, context)
}

class PhoneConnection {
  readonly #context: TelephoneContext
  readonly #socket: TelephoneSocket

  constructor(webSocket: WebSocket, context: TelephoneContext) {
    this.#context = context
    this.#socket = new TelephoneSocket(webSocket, context, (frame) => this.#onFrame(frame))
  }

  async #onFrame(raw: unknown): Promise<void> {
    const parsed = phoneClientFrameSchema.safeParse(raw)
    if (!parsed.success) throw new AppError('CALL_NUMBER', { number: numberIn(raw) })
    const frame = parsed.data
    if (frame.type === 'pong') return
    if (frame.type === 'register') {
      this.#socket.phone = await this.#context.exchange.register(this.#socket.line, frame.number, frame.token)
      return
    }
    if (!this.#socket.phone) return this.#socket.close(socketCloseCodes.protocolError)
    await this.#act(this.#socket.phone, frame)
  }

  async #act(phone: Phone, frame: Exclude<PhoneClientFrame, { type: 'pong' | 'register' }>): Promise<void> {
    if (frame.type === 'dial') return this.#context.exchange.callOut(phone, frame)
    if (frame.type === 'answer') return this.#context.exchange.answer(phone)
    return this.#socket.inCall(phone, frame)
  }
}

function numberIn(raw: unknown): string {
  return typeof raw === 'object' && raw !== null && 'number' in raw ? String(raw.number).slice(0, 40) : ''
}
