// Calls of ours: one attempt after the other until somebody rings or answers, early media, and what became of them.

import { AppError } from '@openseat/contracts'
import type { EndCause, SignalingEvent } from '@openseat/telephony/sip/index'
import { failureOf, isTrunkFault, refusesMedia } from './causes.ts'
import { wishesOf } from './codec-order.ts'
import { newLine, type Line, type DialAttempt } from './line.ts'
import { newLineRef } from './line-ref.ts'
import type { LineFailure, LineWanted, SipActor } from '../../desk/ports/line-port.ts'
import { placeOf, redirectedAttempts } from './redirections.ts'
import { callsOn, endFacts, enqueue, factsOf, isExpected, reasonOf, renameLine, type SipContext } from './sip-context.ts'
import { credentialsOf, registrationName } from './trunk-monitor.ts'
import { isAnonymous, dialAttemptsTo } from './dial-attempts.ts'

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
    const attempts = dialAttemptsTo(this.#context, actor.tenantId, wanted)
    if (attempts.length === 0) return false
    const line = newLine({ ref: newLineRef(undefined), actor, place: { room, leg }, attempts })
    this.#context.lines.add(line)
    actor.input({ type: 'lineReached', ...line.place, ref: line.ref })
    this.#tryNext(line)
    return true
  }

  /** Early media that is of no use, for whatever reason, is none: the final answer decides. */
  onProgress(line: Line, { status, sdp }: Extract<SignalingEvent, { type: 'progress' }>): void {
    if (sdp !== undefined)
      this.#hear(line, sdp).catch((error: unknown) => this.#note(line, 'early media of no use', { reason: reasonOf(error) }))
    if (line.alerted || (status !== 180 && status !== 183)) return
    line.alerted = true
    line.actor.input({ type: 'lineAlerting', ...line.place })
  }

  /** The far side's SDP counts: it answered us, or changed its mind later; or the one that was due did not come. */
  onAnswered(line: Line, sdp: string | undefined): void {
    const heard =
      sdp === undefined ? Promise.reject(new AppError('MEDIA_OFFER', { reason: 'no session description' })) : this.#hear(line, sdp)
    heard.then(
      () => {
        if (line.phase !== 'dialling' || line.over) return
        line.phase = 'up'
        renameLine(this.#context, line)
        line.actor.input({ type: 'lineAnswered', ...line.place })
      },
      (error: unknown) => this.#giveUp(line, error),
    )
  }

  /** Before it was answered. */
  onEnded(line: Line, cause: EndCause): void {
    if (line.phase === 'up' || cause.kind === 'hungUp') {
      this.#context.lines.remove(line)
      return line.actor.input({ type: 'lineHungUp', ...line.place })
    }
    line.failure = failureIn(cause)
    const redirections = this.#redirections(line, cause)
    const what = redirections.length > 0 ? 'a call out was redirected' : 'a call out did not come about'
    if (cause.kind !== 'cancelled') this.#note(line, what, endFacts(cause))
    line.attempts = [...redirections, ...line.attempts]
    if (redirections.length > 0 || this.#mayTryAnother(line, cause)) this.#tryNext(line)
    else this.#fail(line, line.failure)
  }

  /** Where the trunk says that the callee is now; a telephone's own diversions are not followed. */
  #redirections(line: Line, cause: EndCause): DialAttempt[] {
    if (cause.kind !== 'rejected' || cause.by === 'local' || line.attempt?.trunk === undefined) return []
    const remote = this.#context.gateway.trunkRemote(registrationName(line.attempt.trunk.id))
    return redirectedAttempts({ attempt: line.attempt, trunk: line.attempt.trunk, contacts: cause.redirects, asked: line.asked, remote })
  }

  /** Plain RTP is another try at the same trunk; another trunk is one after a fault of this trunk. */
  #mayTryAnother(line: Line, cause: EndCause): boolean {
    if (isContactLeft(line, cause)) return true
    if (line.alerted) return false
    const isFault = cause.kind === 'lost' || (cause.kind === 'rejected' && isTrunkFault(cause))
    const isRefusal = cause.kind === 'rejected' && refusesMedia(cause.status)
    const sameTrunk = (attempt: DialAttempt): boolean => attempt.trunk?.id === line.trunk?.id
    if (isFault) line.attempts = line.attempts.filter((attempt) => !sameTrunk(attempt))
    else if (isRefusal) line.attempts = line.attempts.filter(sameTrunk)
    return isFault || isRefusal
  }

  #tryNext(line: Line): void {
    const [attempt, ...others] = line.attempts
    line.attempts = others
    if (attempt === undefined) return this.#fail(line, line.failure)
    line.attempt = attempt
    line.trunk = undefined
    if (attempt.trunk && callsOn(this.#context, attempt.trunk.id) >= attempt.trunk.maxCalls) return this.#tryNext(line)
    line.trunk = attempt.trunk
    enqueue(line, () => this.#invite(line, attempt)).catch((error: unknown) => this.#giveUp(line, error))
  }

  async #invite(line: Line, { to, trunk, from, secure, redirected }: DialAttempt): Promise<void> {
    const { legs, gateway, lines } = this.#context
    if ('uri' in to) line.asked.add(placeOf(to.uri))
    const sdp = await legs.offer(line.place, { direction: 'sendrecv', secure, ...wishesOf(trunk) })
    if (line.over) return
    const credentials = credentialsOf(trunk)
    const sipId = gateway.dial({
      to,
      from,
      sdp,
      signOfLifeMs,
      ...(trunk?.mode === 'registering' && redirected !== 'elsewhere' ? { trunk: registrationName(trunk.id) } : {}),
      ...(credentials && { credentials }),
      ...(isAnonymous(from) && { headers: [{ name: 'privacy', value: 'id' }] }),
    })
    lines.connect(line, sipId)
  }

  #hear(line: Line, answerSdp: string): Promise<void> {
    const { legs, gateway } = this.#context
    const signallingHost = line.sipId === undefined ? undefined : gateway.remoteOf(line.sipId)?.host
    return enqueue(line, () => legs.accept(line.place, { answerSdp, ...(signallingHost === undefined ? {} : { signallingHost }) }))
  }

  /** The audio cannot be set up. */
  #giveUp(line: Line, error: unknown): void {
    if (!isExpected(error)) this.#context.failed('the audio of a SIP call failed', error)
    if (line.over) return
    this.#note(line, 'the audio of a call is of no use', { reason: reasonOf(error) })
    const wasUp = line.phase === 'up'
    const { sipId } = line
    if (wasUp) {
      this.#context.lines.remove(line)
      line.actor.input({ type: 'lineHungUp', ...line.place })
    } else this.#fail(line, isRefusedMedia(error) ? 'networkFailure' : 'mediaFailed')
    if (sipId !== undefined) this.#context.gateway.hangUp(sipId)
  }

  #note(line: Line, what: string, facts: object): void {
    this.#context.noted(what, { ...factsOf(this.#context, line), ...facts })
  }

  #fail(line: Line, cause: LineFailure): void {
    this.#context.lines.remove(line)
    line.actor.input({ type: 'lineFailed', ...line.place, cause })
  }
}

/** Of several places at which the trunk says that the callee may be, one is tried after the other, but after a word for all of them. */
const isContactLeft = ({ attempt, attempts: [next] }: Line, cause: EndCause): boolean =>
  attempt?.redirected !== undefined && next?.redirected !== undefined && !(cause.kind === 'rejected' && cause.status >= 600)

/** The far side's SDP is of no use; anything else is our own trouble. */
const isRefusedMedia = (error: unknown): boolean => error instanceof AppError && error.code === 'MEDIA_OFFER'

function failureIn(cause: EndCause): LineFailure {
  return cause.kind === 'rejected' ? failureOf(cause) : 'networkFailure'
}
