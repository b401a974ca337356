// What the sockets of browser telephones have in common, whoever sits before them: faults told in words, and what is done
// in a call.
import { AppError, refusalText, type Language, type PhoneClientFrame, type PhoneServerFrame } from '@openseat/contracts'
import type { WebSocket } from 'ws'
import type { AudioDirector } from '../../media/audio-director.ts'
import { JsonSocket } from '../../realtime/socket.ts'
import type { Phone, PhoneExchange, PhoneSocket } from './phone-exchange.ts'

export interface TelephoneContext {
  readonly exchange: PhoneExchange
  readonly director: AudioDirector
  readonly language: Language
  readonly failed: (error: unknown) => void
}

type InCallFrame = Extract<PhoneClientFrame, { type: 'hangUp' | 'video' | 'videoSignal' | 'mediaOffer' }>

export class TelephoneSocket {
  readonly line: PhoneSocket
  /** The telephone that registered here. */
  phone: Phone | null = null
  readonly #context: TelephoneContext
  readonly #socket: JsonSocket

  /** `onFrame` gets each frame as it came; what it throws is told to the telephone. */
  constructor(webSocket: WebSocket, context: TelephoneContext, onFrame: (frame: unknown) => Promise<void>) {
    this.#context = context
    this.#socket = new JsonSocket(webSocket, {
      onFrame: (frame) => void onFrame(frame).catch((error: unknown) => this.#fail(error)),
      onClose: () => {
        if (this.phone) context.exchange.lineLost(this.phone, this.line)
      },
      stillAllowed: () => Promise.resolve(true),
    })
    this.line = { send: (frame: PhoneServerFrame) => this.#socket.send(frame) }
  }

  close(code: number): void {
    this.#socket.close(code)
  }

  async inCall(phone: Phone, frame: InCallFrame): Promise<void> {
    const { exchange, director } = this.#context
    switch (frame.type) {
      case 'hangUp':
        return exchange.hangUp(phone)
      case 'video':
        return exchange.video(phone, frame.action)
      case 'videoSignal':
        return exchange.videoSignal(phone, frame)
      case 'mediaOffer':
        if (!phone.call) return
        return this.line.send({ type: 'mediaAnswer', sdp: await director.openLeg(phone.call, frame.sdp) })
    }
  }

  #fail(error: unknown): void {
    if (!(error instanceof AppError)) this.#context.failed(error)
    const { code, params } = error instanceof AppError ? error : new AppError('INTERNAL', { reference: '-' })
    this.#socket.send({ type: 'error', code, params, message: refusalText(code, this.#context.language, params) })
  }
}
