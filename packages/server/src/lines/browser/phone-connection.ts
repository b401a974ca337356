// One browser telephone on its socket.
import {
  AppError,
  phoneClientFrameSchema,
  refusalText,
  socketCloseCodes,
  type Language,
  type PhoneClientFrame,
  type PhoneServerFrame,
} from '@openseat/contracts'
import type { WebSocket } from 'ws'
import type { AudioDirector } from '../../media/audio-director.ts'
import type { Phone, PhoneExchange, PhoneSocket } from './phone-exchange.ts'
import { JsonSocket } from '../../realtime/socket.ts'

export interface PhoneContext {
  readonly exchange: PhoneExchange
  readonly director: AudioDirector
  readonly language: Language
  readonly failed: (error: unknown) => void
}

export function servePhone(webSocket: WebSocket, context: PhoneContext): void {
  new PhoneConnection(webSocket, context)
}

class PhoneConnection {
  readonly #context: PhoneContext
  readonly #socket: JsonSocket
  readonly #line: PhoneSocket
  #phone: Phone | null = null

  constructor(webSocket: WebSocket, context: PhoneContext) {
    this.#context = context
    this.#socket = new JsonSocket(webSocket, {
      onFrame: (frame) => void this.#onFrame(frame).catch((error: unknown) => this.#fail(error)),
      onClose: () => {
        if (this.#phone) context.exchange.lineLost(this.#phone, this.#line)
      },
      stillAllowed: () => Promise.resolve(true),
    })
    this.#line = { send: (frame: PhoneServerFrame) => this.#socket.send(frame) }
  }

  async #onFrame(raw: unknown): Promise<void> {
    const parsed = phoneClientFrameSchema.safeParse(raw)
    if (!parsed.success) throw new AppError('CALL_NUMBER', { number: numberIn(raw) })
    const frame = parsed.data
    if (frame.type === 'pong') return
    if (frame.type === 'register') {
      this.#phone = await this.#context.exchange.register(this.#line, frame.number, frame.token)
      return
    }
    if (!this.#phone) return this.#socket.close(socketCloseCodes.protocolError)
    await this.#act(this.#phone, frame)
  }

  async #act(phone: Phone, frame: Exclude<PhoneClientFrame, { type: 'pong' | 'register' }>): Promise<void> {
    const { exchange, director } = this.#context
    switch (frame.type) {
      case 'dial':
        return exchange.callOut(phone, frame)
      case 'answer':
        return exchange.answer(phone)
      case 'hangUp':
        return exchange.hangUp(phone)
      case 'video':
        return exchange.video(phone, frame.action)
      case 'videoSignal':
        return exchange.videoSignal(phone, frame)
      case 'mediaOffer':
        if (!phone.call) return
        return this.#line.send({ type: 'mediaAnswer', sdp: await director.openLeg(phone.call, frame.sdp) })
    }
  }

  #fail(error: unknown): void {
    if (!(error instanceof AppError)) this.#context.failed(error)
    const { code, params } = error instanceof AppError ? error : new AppError('INTERNAL', { reference: '-' })
    this.#socket.send({ type: 'error', code, params, message: refusalText(code, this.#context.language, params) })
  }
}

function numberIn(raw: unknown): string {
  return typeof raw === 'object' && raw !== null && 'number' in raw ? String(raw.number).slice(0, 40) : ''
}
