// Calls to us: whose they are, the desk they go to, and their answer once the desk has taken them.

import type { IncomingCallEvent } from '@openseat/telephony/sip/index'
import type { CallIds } from '../../ids/call-ids.ts'
import { attachedDataOf } from './attached-data.ts'
import { callerText } from './callers.ts'
import { wishesOf } from './codec-order.ts'
import { newLine, type Line, type Origin } from './line.ts'
import { newLineRef } from './line-ref.ts'
import type { TrunkEntry } from './network-directory.ts'
import type { CallAdmission } from './call-admission.ts'
import type { SipActor } from '../../desk/ports/line-port.ts'
import { callsOn, enqueue, factsOf, isExpected, reasonOf, refusalOf, renameLine, type SipContext } from './sip-context.ts'

export interface IncomingParts {
  readonly admission: CallAdmission
  readonly actorOf: (tenantId: number) => Promise<SipActor>
  readonly callIds: Pick<CallIds, 'next'>
  readonly now: () => number
}

interface Arrived {
  readonly event: IncomingCallEvent
  readonly origin: Origin
  readonly dialled: string
  readonly tenantId: number
}

export class IncomingLines {
  readonly #context: SipContext
  readonly #parts: IncomingParts
  /** Calls whose desk is being looked for; a caller who gives up meanwhile is forgotten. */
  readonly #arriving = new Map<string, number | undefined>()

  constructor(context: SipContext, parts: IncomingParts) {
    this.#context = context
    this.#parts = parts
  }

  /** The trunk has all the calls that it may have. */
  isFull({ id, maxCalls }: TrunkEntry): boolean {
    const arriving = [...this.#arriving.values()].filter((trunkId) => trunkId === id).length
    return arriving + callsOn(this.#context, id) >= maxCalls
  }

  receive(event: IncomingCallEvent): void {
    const { gateway } = this.#context
    const found = this.#parts.admission.originOf(event)
    if (found === undefined) return this.#turnAway(event, 404)
    if (event.replaces !== undefined) return this.#replace(event, found.origin)
    const destination = this.#context.directory.destinationOf(found.dialled)
    const isForeign = 'phone' in found.origin && destination?.tenantId !== found.origin.phone.tenantId
    if (destination === undefined || isForeign) return this.#turnAway(event, 404, found)
    const trunk = 'trunk' in found.origin ? found.origin.trunk : undefined
    if (trunk && this.isFull(trunk)) return this.#turnAway(event, 503, found)
    this.#arriving.set(event.callId, trunk?.id)
    this.#connect({ event, origin: found.origin, ...destination }).catch((error: unknown) => {
      this.#arriving.delete(event.callId)
      this.#context.failed('a call could not be brought to its desk', error)
      gateway.reject(event.callId, 503)
    })
  }

  #turnAway(event: IncomingCallEvent, status: number, found?: { origin: Origin; dialled: string }): void {
    const { gateway, refused } = this.#context
    const peer = found && nameOf(found.origin)
    refused({ peer, host: event.source.host, dialled: event.accessCode, status })
    gateway.reject(event.callId, status)
  }

  /** The caller gave up before a desk was found. True when that was so. */
  forget(sipId: string): boolean {
    return this.#arriving.delete(sipId)
  }

  /** The desk has taken the call. */
  answer(line: Line): void {
    line.phase = 'answering'
    enqueue(line, () => (line.offerSdp === undefined ? this.#offerBack(line) : this.#answerOffer(line, line.offerSdp))).catch(
      (error: unknown) => this.#refuse(line, error),
    )
  }

  /** A changed offer inside the call: hold, another address; or the wish for a fresh one of ours. */
  reoffer(line: Line, offerSdp: string | undefined): void {
    enqueue(line, () => (offerSdp === undefined ? this.#offerBack(line) : this.#answerOffer(line, offerSdp))).catch((error: unknown) => {
      this.#tell(line, 'a changed offer of a SIP call was refused', error)
      if (line.sipId !== undefined) this.#context.gateway.reject(line.sipId, refusalOf(error))
    })
  }

  /** An attended transfer among phones (RFC 3891): the new call takes the old one's leg, and the old one is hung up on. */
  #replace(event: IncomingCallEvent, origin: Origin): void {
    const { callId, replaces = '', offerSdp } = event
    const { gateway, lines } = this.#context
    const line = lines.bySip(replaces)
    const mayReplace = 'phone' in origin ? origin.phone.tenantId === line?.actor.tenantId : origin.trunk.id === line?.trunk?.id
    if (line?.phase !== 'up' || !mayReplace || offerSdp === undefined) return this.#turnAway(event, 603)
    lines.connect(line, callId)
    line.trunk = 'trunk' in origin ? origin.trunk : undefined
    enqueue(line, () => this.#answerOffer(line, offerSdp)).then(
      () => {
        renameLine(this.#context, line)
        gateway.hangUp(replaces)
      },
      (error: unknown) => {
        this.#tell(line, 'a call that takes the place of another was refused', error)
        gateway.reject(callId, refusalOf(error))
        if (!line.over) lines.connect(line, replaces)
      },
    )
  }

  async #connect({ event, origin, dialled, tenantId }: Arrived): Promise<void> {
    const actor = await this.#parts.actorOf(tenantId)
    if (!this.#arriving.delete(event.callId)) return
    const callId = this.#parts.callIds.next(this.#parts.now())
    const line = newLine({
      ref: newLineRef(this.#context.gateway.farEndOf(event.callId)),
      actor,
      place: { room: callId, leg: `phone/${callId}` },
      incoming: true,
      phase: 'arrived',
      sipId: event.callId,
      trunk: 'trunk' in origin ? origin.trunk : undefined,
      offerSdp: event.offerSdp,
    })
    this.#context.lines.add(line)
    const callerNumber = callerOf(origin, event)
    const attachedData = 'trunk' in origin && origin.trunk.trustsData ? attachedDataOf(event.headers) : {}
    const arrival = { type: 'callArrived', callId, mediaType: 'audio', callerNumber, dialled, attachedData, ref: line.ref } as const
    await actor.arrive(arrival).catch((error: unknown) => this.#refuse(line, error))
  }

  async #answerOffer(line: Line, offerSdp: string): Promise<void> {
    const { legs, gateway } = this.#context
    const { answerSdp } = await legs.answer(line.place, { offerSdp, ...wishesOf(line.trunk), ...this.#media(line) })
    if (line.over || line.sipId === undefined) return
    gateway.answer(line.sipId, answerSdp)
    if (line.incoming) line.phase = 'up'
  }

  /** The caller sent no offer: ours goes into the answer, and its own comes with the ACK. */
  async #offerBack(line: Line): Promise<void> {
    const { legs, gateway } = this.#context
    const secure = line.phase === 'answering' ? { secure: this.#media(line).secure } : {}
    const offer = await legs.offer(line.place, { direction: 'sendrecv', ...secure, ...wishesOf(line.trunk) })
    if (line.over || line.sipId === undefined) return
    gateway.answer(line.sipId, offer)
    if (line.incoming) line.phase = 'up'
  }

  #media({ sipId, trunk }: Line): { secure: boolean; signallingHost?: string } {
    const remote = sipId === undefined ? undefined : this.#context.gateway.remoteOf(sipId)
    return { secure: trunk?.secureMedia === 'require', ...(remote && { signallingHost: remote.host }) }
  }

  /** Our own trouble is a fault; SDP that is of no use is the far side's, with its reason. */
  #tell(line: Line, what: string, error: unknown): void {
    if (!isExpected(error)) this.#context.failed(what, error)
    else this.#context.noted(what, { ...factsOf(this.#context, line), reason: reasonOf(error) })
  }

  #refuse(line: Line, error: unknown): void {
    this.#tell(line, 'the audio of a call to us was refused', error)
    if (line.over) return
    this.#context.lines.remove(line)
    if (line.sipId !== undefined) this.#context.gateway.reject(line.sipId, refusalOf(error))
    line.actor.input({ type: 'lineFailed', ...line.place, cause: 'mediaFailed' })
  }
}

const nameOf = (origin: Origin): string => ('trunk' in origin ? origin.trunk.name : origin.phone.userName)

/** A phone is who its settings say; a trunk's caller is who the carrier says. */
function callerOf(origin: Origin, event: IncomingCallEvent): string {
  return 'phone' in origin ? origin.phone.number : callerText(event)
}
