// One visitor on their socket: a telephone that calls one access code and cannot be called.
import {
  AppError,
  refusalText,
  socketCloseCodes,
  visitorClientFrameSchema,
  type Language,
  type PhoneServerFrame,
  type VisitorClientFrame,
} from '@openseat/contracts'
import type { WebSocket } from 'ws'
import type { AudioDirector } from '../media/audio-director.ts'
import type { Phone, PhoneExchange, PhoneSocket } from '../lines/browser/phone-exchange.ts'
import { JsonSocket } from '../realtime/socket.ts'
import type { Visitors } from './visitors.ts'

export interface VisitorContext {
  readonly visitors: Visitors
  readonly exchange: PhoneExchange
  readonly director: AudioDirector
  readonly language: Language
  readonly address: string
  /** The visitor has a call: their connection is no stranger's any more. */
  readonly inCall: () => void
  readonly failed: (error: unknown) => void
}

export function serveVisitor(webSocket: WebSocket, context: VisitorContext): void {
  new VisitorConnection(webSocket, context)
}

type Opened = Extract<VisitorClientFrame, { type: 'open' }>

class VisitorConnection {
  readonly #context: VisitorContext
  readonly #socket: JsonSocket
  readonly #line: PhoneSocket
  #phone: Phone | null = null
  #widget = ''

  constructor(webSocket: WebSocket, context: VisitorContext) {
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
    const parsed = visitorClientFrameSchema.safeParse(raw)
    if (!parsed.success) return this.#socket.close(socketCloseCodes.protocolError)
    const frame = parsed.data
    if (frame.type === 'pong') return
    if (frame.type === 'open') return this.#open(frame)
    if (!this.#phone) return this.#socket.close(socketCloseCodes.protocolError)
    await this.#act(this.#phone, frame)
  }

  async #open({ widget, token }: Opened): Promise<void> {
    if (this.#phone) return this.#socket.close(socketCloseCodes.protocolError)
    if (!(await this.#context.visitors.opened(widget, this.#context.address))) throw new AppError('WIDGET_OFF')
    this.#widget = widget
    this.#phone = await this.#context.exchange.registerVisitor(this.#line, token)
    if (this.#phone.call) this.#context.inCall()
  }

  async #act(phone: Phone, frame: Exclude<VisitorClientFrame, { type: 'pong' | 'open' }>): Promise<void> {
    const { exchange, director, visitors, address } = this.#context
    switch (frame.type) {
      case 'dial':
        await visitors.call(phone, this.#widget, { pass: frame.pass, media: frame.media, address })
        return this.#context.inCall()
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
