// One visitor's call from the wish to the last word: microphone, pass, line, audio. The line stands only while there is a
// call, and a reload of the page finds that call again. No framework; what is to be shown is handed to `onChange`.
import type { MediaType, PhoneServerFrame, VideoAction, VideoSignal, VisitorClientFrame } from '@openseat/contracts'
import { CallAudio, type AudioState } from '../media/call-audio.ts'
import { closeMicrophone, CaptureUnavailable, openMicrophone, type CaptureProblem } from '../media/capture.ts'
import { MediaOffer } from '../realtime/media-offer.ts'
import { PhoneSocket, type PhoneConnection } from '../realtime/phone-socket.ts'
import { phoneAfter, switchedOff, type PhoneState } from '../realtime/phone-state.ts'
import type { FrameFacts } from './frame-facts.ts'
import { keepVisit, keptVisit } from './kept-visit.ts'
import type { SiteBridge } from './site-bridge.ts'

/** Why it did not come to a call, or to no other end; a refusal of the server's is in `phone.refusal`. */
export type VisitProblem =
  | { readonly kind: 'noPass' | 'unreachable' | 'gone' }
  | { readonly kind: 'microphone'; readonly problem: CaptureProblem }

export interface VisitView {
  readonly phone: PhoneState
  readonly begun: 'asking' | 'calling' | null
  readonly connection: PhoneConnection
  readonly audio: AudioState
  readonly muted: boolean
  readonly problem: VisitProblem | null
}

export const noVisit: VisitView = {
  phone: switchedOff,
  begun: null,
  connection: 'connecting',
  audio: { kind: 'off' },
  muted: false,
  problem: null,
}

export interface VisitorCallOptions {
  readonly facts: Pick<FrameFacts, 'widget' | 'language'>
  readonly site: Pick<SiteBridge, 'wantPass'>
  /** Of `/ws/visitor`. */
  readonly url: string
  readonly onChange: (view: VisitView) => void
  readonly onVideoSignal: (session: number, signal: VideoSignal) => void
}

interface Wish {
  readonly pass: string | null
  readonly media: MediaType
}

export class VisitorCall {
  readonly #options: VisitorCallOptions
  readonly #audio: CallAudio
  readonly #offer = new MediaOffer((sdp) => this.send({ type: 'mediaOffer', sdp }))
  #view: VisitView = noVisit
  #line: PhoneSocket<VisitorClientFrame> | null = null
  #wish: Wish | null = null
  /** Allowed by the visitor before the call: some browsers ask again when none is open. */
  #microphone: MediaStream | null = null
  /** Counts calls: what belongs to one that was cancelled comes too late. */
  #turn = 0

  constructor(options: VisitorCallOptions) {
    this.#options = options
    this.#audio = new CallAudio({
      microphoneId: () => null,
      speakerId: () => null,
      iceServers: () => this.#view.phone.iceServers.map((server) => ({ ...server, urls: [...server.urls] })),
      exchange: (_callId, sdp) => this.#offer.make(sdp),
      onChange: (audio) => this.#onAudio(audio),
    })
  }

  /** A call that was going on when the page was reloaded. */
  resume(): void {
    const kept = keptVisit(this.#options.facts.widget)
    if (!kept) return
    this.mute(kept.muted)
    this.#show({ begun: 'calling' })
    this.#connect()
  }

  async call(media: MediaType): Promise<void> {
    if (this.#view.begun || this.#view.phone.call) return
    const turn = (this.#turn += 1)
    this.#show({ ...noVisit, begun: 'asking' })
    const microphone = await openMicrophone(null).catch((error: unknown) => this.#noMicrophone(turn, error))
    if (!microphone) return
    if (turn !== this.#turn) return closeMicrophone(microphone)
    this.#microphone = microphone
    this.#show({ begun: 'calling' })
    const { pass, failed } = await this.#options.site.wantPass()
    if (turn !== this.#turn) return
    if (failed) return this.#finish({ problem: { kind: 'noPass' } })
    this.#wish = { pass, media }
    this.#connect()
  }

  /** Ends the call, or what was begun of one. */
  hangUp(): void {
    // Also when the server has the call and this page has not heard of it yet.
    this.send({ type: 'hangUp' })
    if (!this.#view.phone.call) this.#finish({})
  }

  mute(muted: boolean): void {
    this.#audio.setMuted(muted)
    this.#show({ muted })
    this.#keep()
  }

  askVideo(action: VideoAction): void {
    this.send({ type: 'video', action })
  }

  /** False when there is no connection. */
  send(frame: VisitorClientFrame): boolean {
    return this.#line?.send(frame) ?? false
  }

  close(): void {
    this.#turn += 1
    this.#drop()
  }

  #connect(): void {
    this.#line = new PhoneSocket<VisitorClientFrame>({
      url: this.#options.url,
      open: (url) => new WebSocket(url),
      random: Math.random,
      onConnection: (state) => this.#onConnection(state),
      onFrame: (frame) => this.#take(frame),
    })
  }

  #onConnection(connection: PhoneConnection): void {
    this.#show({ connection })
    const { widget } = this.#options.facts
    if (connection !== 'connected') this.#offer.fail('connection lost')
    else this.send({ type: 'open', widget, token: this.#view.phone.registered?.token ?? keptVisit(widget)?.token ?? null })
    if (connection === 'offline' && !this.#view.phone.call && !keptVisit(widget)) this.#finish({ problem: { kind: 'unreachable' } })
  }

  #take(frame: PhoneServerFrame): void {
    if (frame.type === 'ping') return
    if (frame.type === 'mediaAnswer') return this.#offer.answer(frame.sdp)
    if (frame.type === 'mediaWanted') return this.#audio.renew('present')
    if (frame.type === 'videoSignal') return this.#options.onVideoSignal(frame.session, frame.signal)
    if (frame.type === 'error') this.#offer.fail(frame.code)
    this.#show({ phone: phoneAfter(this.#view.phone, frame, Date.now()) })
    if (frame.type === 'registered' && !frame.call) return this.#dial()
    if (frame.type === 'ended' || (frame.type === 'error' && !this.#view.phone.call)) return this.#finish({})
    if (this.#view.phone.call) this.#show({ begun: null, problem: null })
    this.#keep()
  }

  #dial(): void {
    const wish = this.#wish
    this.#wish = null
    if (!wish) return this.#finish({ problem: { kind: 'gone' } })
    this.send({ type: 'dial', ...wish })
  }

  #onAudio(audio: AudioState): void {
    if (audio.kind === 'connected') this.#closeMicrophone()
    this.#show({ audio })
  }

  #noMicrophone(turn: number, error: unknown): null {
    const problem = error instanceof CaptureUnavailable ? error.problem : 'unknown'
    if (turn === this.#turn) this.#finish({ problem: { kind: 'microphone', problem } })
    return null
  }

  #keep(): void {
    const { phone, muted } = this.#view
    if (phone.call && phone.registered) keepVisit(this.#options.facts.widget, { token: phone.registered.token, muted })
  }

  /** No call any more: nothing of it stays open or kept. */
  #finish(change: Pick<Partial<VisitView>, 'problem'>): void {
    this.#turn += 1
    this.#drop()
    keepVisit(this.#options.facts.widget, null)
    const { lastCause, refusal } = this.#view.phone
    this.#audio.setMuted(false)
    this.#show({ ...noVisit, phone: { ...switchedOff, lastCause, refusal }, ...change })
  }

  #drop(): void {
    this.#wish = null
    this.#offer.fail('the call is over')
    this.#audio.close()
    this.#line?.close()
    this.#line = null
    this.#closeMicrophone()
  }

  #closeMicrophone(): void {
    closeMicrophone(this.#microphone)
    this.#microphone = null
  }

  #show(change: Partial<VisitView>): void {
    this.#view = { ...this.#view, ...change }
    this.#options.onChange(this.#view)
  }
}
