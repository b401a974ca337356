// Calls of ours: one way after the other until somebody rings or answers, early media, and what became of them.

import { randomUUID } from 'node:crypto'
import { AppError } from '@openseat/contracts'
import type { EndCause, SignalingEvent } from '@openseat/telephony/sip/index'
import { failureOf, isTrunkFault, refusesMedia } from './causes.ts'
import { withCodecs } from './codec-order.ts'
import { newLine, type Line, type Way } from './line.ts'
import type { LineFailure, LineWanted, SipActor } from './sip-actor.ts'
import { callsOn, enqueue, isExpected, type SipContext } from './sip-context.ts'
import { credentialsOf, registrationName } from './trunk-watch.ts'
import { waysTo } from './ways.ts'

/** A peer that shows no sign of life for so long is given up, and the next trunk tried. */
const signOfLifeMs = 4_000

export class OutgoingLines {
  readonly #context: SipContext

  constructor(context: SipContext) {
    this.#context = context
  }

  /** False when nothing leads there. A line that is there already goes on. */
  dial(actor: SipActor, wanted: LineWanted): boolean {
    const { room, leg } = wanted
    if (this.#context.lines.at({ room, leg })) return true
    const ways = waysTo(this.#context, actor.tenantId, wanted)
    if (ways.length === 0) return false
    const line = newLine({ ref: `sip/${randomUUID()}`, actor, place: { room, leg }, ways })
    this.#context.lines.add(line)
    actor.input({ type: 'lineReached', ...line.place, ref: line.ref })
    this.#tryNext(line)
    return true
  }

  onProgress(line: Line, { status, sdp }: Extract<SignalingEvent, { type: 'progress' }>): void {
    if (sdp !== undefined) this.#hear(line, sdp, () => undefined)
    if (line.alerted || (status !== 180 && status !== 183)) return
    line.alerted = true
    line.actor.input({ type: 'lineAlerting', ...line.place })
  }

  /** The far side's SDP counts: it answered us, or changed its mind later. */
  onAnswered(line: Line, sdp: string | undefined): void {
    const answered = (): void => {
      if (line.phase !== 'dialling') return
      line.phase = 'up'
      line.actor.input({ type: 'lineAnswered', ...line.place })
    }
    if (sdp === undefined) void enqueue(line, async () => answered())
    else this.#hear(line, sdp, answered)
  }

  /** Before it was answered. */
  onEnded(line: Line, cause: EndCause): void {
    if (line.phase === 'up' || cause.kind === 'hungUp') {
      this.#context.lines.remove(line)
      return line.actor.input({ type: 'lineHungUp', ...line.place })
    }
    line.failure = failureIn(cause)
    if (!line.alerted && this.#mayTryAnother(line, cause)) this.#tryNext(line)
    else this.#fail(line, line.failure)
  }

  /** Plain RTP is another try at the same trunk; another trunk is one after a fault of this trunk. */
  #mayTryAnother(line: Line, cause: EndCause): boolean {
    const isFault = cause.kind === 'lost' || (cause.kind === 'rejected' && isTrunkFault(cause.status))
    const isRefusal = cause.kind === 'rejected' && refusesMedia(cause.status)
    const sameTrunk = (way: Way): boolean => way.trunk?.id === line.trunk?.id
    if (isFault) line.ways = line.ways.filter((way) => !sameTrunk(way))
    else if (isRefusal) line.ways = line.ways.filter(sameTrunk)
    return isFault || isRefusal
  }

  #tryNext(line: Line): void {
    const [way, ...others] = line.ways
    line.ways = others
    if (way === undefined) return this.#fail(line, line.failure)
    line.way = way
    line.trunk = undefined
    if (way.trunk && callsOn(this.#context, way.trunk.id) >= way.trunk.maxCalls) return this.#tryNext(line)
    line.trunk = way.trunk
    enqueue(line, () => this.#invite(line, way)).catch((error: unknown) => this.#giveUp(line, error))
  }

  async #invite(line: Line, { to, trunk, from, secure }: Way): Promise<void> {
    const { legs, gateway, lines } = this.#context
    const offer = await legs.offer(line.place, { direction: 'sendrecv', secure })
    if (line.over) return
    const credentials = credentialsOf(trunk)
    const sipId = gateway.dial({
      to,
      from,
      sdp: trunk ? withCodecs(offer, trunk.codecs) : offer,
      signOfLifeMs,
      ...(trunk?.mode === 'registering' ? { trunk: registrationName(trunk.id) } : {}),
      ...(credentials && { credentials }),
    })
    lines.connect(line, sipId)
  }

  #hear(line: Line, answerSdp: string, then: () => void): void {
    const { legs, gateway } = this.#context
    const signallingHost = line.sipId === undefined ? undefined : gateway.remoteOf(line.sipId)?.host
    enqueue(line, async () => {
      await legs.accept(line.place, { answerSdp, ...(signallingHost === undefined ? {} : { signallingHost }) })
      if (!line.over) then()
    }).catch((error: unknown) => this.#giveUp(line, error))
  }

  /** The audio cannot be set up. */
  #giveUp(line: Line, error: unknown): void {
    if (!isExpected(error)) this.#context.failed('the audio of a SIP call failed', error)
    if (line.over) return
    const wasUp = line.phase === 'up'
    const { sipId } = line
    if (wasUp) {
      this.#context.lines.remove(line)
      line.actor.input({ type: 'lineHungUp', ...line.place })
    } else this.#fail(line, isRefusedMedia(error) ? 'networkFailure' : 'mediaFailed')
    if (sipId !== undefined) this.#context.gateway.hangUp(sipId)
  }

  #fail(line: Line, cause: LineFailure): void {
    this.#context.lines.remove(line)
    line.actor.input({ type: 'lineFailed', ...line.place, cause })
  }
}

/** The far side's SDP is of no use; anything else is our own trouble. */
const isRefusedMedia = (error: unknown): boolean => error instanceof AppError && error.code === 'MEDIA_OFFER'

function failureIn(cause: EndCause): LineFailure {
  return cause.kind === 'rejected' ? failureOf(cause.status) : 'networkFailure'
}
