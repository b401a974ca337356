// One visitor on their socket: a telephone that calls one access code and cannot be called.
import { AppError, socketCloseCodes, visitorClientFrameSchema, type VisitorClientFrame } from '@openseat/contracts'
import type { WebSocket } from 'ws'
import type { Phone } from '../lines/browser/phone-exchange.ts'
import { TelephoneSocket, type TelephoneContext } from '../lines/browser/telephone-socket.ts'
import type { Visitors } from './visitors.ts'

export interface VisitorContext extends TelephoneContext {
  readonly visitors: Visitors
  readonly address: string
  /** The visitor has a call: their connection is no stranger's any more. */
  readonly inCall: () => void
}

export function serveVisitor(webSocket: WebSocket, context: VisitorContext): void {
  new VisitorConnection(webSocket, context)
}

type Opened = Extract<VisitorClientFrame, { type: 'open' }>

class VisitorConnection {
  readonly #context: VisitorContext
  readonly #socket: TelephoneSocket
  #widget = ''

  constructor(webSocket: WebSocket, context: VisitorContext) {
    this.#context = context
    this.#socket = new TelephoneSocket(webSocket, context, (frame) => this.#onFrame(frame))
  }

  async #onFrame(raw: unknown): Promise<void> {
    const parsed = visitorClientFrameSchema.safeParse(raw)
    if (!parsed.success) return this.#socket.close(socketCloseCodes.protocolError)
    const frame = parsed.data
    if (frame.type === 'pong') return
    if (frame.type === 'open') return this.#open(frame)
    if (!this.#socket.phone) return this.#socket.close(socketCloseCodes.protocolError)
    await this.#act(this.#socket.phone, frame)
  }

  async #open({ widget, token }: Opened): Promise<void> {
    if (this.#socket.phone) return this.#socket.close(socketCloseCodes.protocolError)
    if (!(await this.#context.visitors.opened(widget, this.#context.address))) throw new AppError('WIDGET_OFF')
    this.#widget = widget
    this.#socket.phone = await this.#context.exchange.registerVisitor(this.#socket.line, token)
    if (this.#socket.phone.call) this.#context.inCall()
  }

  async #act(phone: Phone, frame: Exclude<VisitorClientFrame, { type: 'pong' | 'open' }>): Promise<void> {
    if (frame.type !== 'dial') return this.#socket.inCall(phone, frame)
    const { visitors, address } = this.#context
    await visitors.call(phone, this.#widget, { pass: frame.pass, media: frame.media, address })
    this.#context.inCall()
  }
}
