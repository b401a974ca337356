// Leads what comes from the transactions to its session, its registrar or a new call. Keeps the table of dialogs.

import type { ResponseContent } from '../message/build.ts'
import { tagOf } from '../message/address.ts'
import { serialise } from '../message/serialise.ts'
import type { SipRequest, SipResponse } from '../message/sip-message.ts'
import type { ServerTransaction } from '../transaction/server-transaction.ts'
import { CountedHosts } from '../transport/counted-hosts.ts'
import { ACCEPT, ALLOW, refusalOf, SUPPORTED } from './capabilities.ts'
import { dialogIdOfRequest, dialogIdOfResponse } from './dialog.ts'
import type { Session } from './session.ts'

export type UserAgentHandlers = {
  onInvite: (transaction: ServerTransaction) => void
  onRegister: (transaction: ServerTransaction) => void
}

const CAPABLE: ResponseContent = { status: 200, headers: [ALLOW, ACCEPT, SUPPORTED] }

export class UserAgent {
  readonly #handlers: UserAgentHandlers
  readonly #sessions = new Map<string, Session>()
  readonly #hosts = new CountedHosts()

  constructor(handlers: UserAgentHandlers) {
    this.#handlers = handlers
  }

  add(session: Session): void {
    this.#sessions.set(session.dialog.id, session)
    this.#hosts.add(session.firstHost)
  }

  remove(session: Session): void {
    if (this.#sessions.get(session.dialog.id) !== session) return
    this.#sessions.delete(session.dialog.id)
    this.#hosts.remove(session.firstHost)
  }

  /** Whether a call of ours began at this address. */
  hasHost(host: string): boolean {
    return this.#hosts.has(host)
  }

  get size(): number {
    return this.#sessions.size
  }

  session(dialog: string): Session | undefined {
    return this.#sessions.get(dialog)
  }

  /** A request inside a dialog of ours. */
  knows(request: SipRequest): boolean {
    return this.#sessions.has(dialogIdOfRequest(request))
  }

  /** What a request outside any dialog gets at once; undefined for those that begin something. */
  answerOutside(request: SipRequest): ResponseContent | undefined {
    const refusal = refusalOf(request)
    if (refusal !== undefined) return refusal
    if (tagOf(request.to) !== undefined) return { status: 481 }
    switch (request.method) {
      case 'INVITE':
      case 'REGISTER':
        return undefined
      case 'OPTIONS':
        return CAPABLE
      case 'REFER':
        return { status: 403 }
      default:
        return { status: 481 }
    }
  }

  receive(transaction: ServerTransaction): void {
    const session = this.#sessions.get(dialogIdOfRequest(transaction.request))
    if (session !== undefined) session.receive(transaction)
    else if (transaction.request.method === 'REGISTER') this.#handlers.onRegister(transaction)
    else this.#handlers.onInvite(transaction)
  }

  receiveAck(ack: SipRequest): void {
    this.#sessions.get(dialogIdOfRequest(ack))?.incoming.receiveAck(ack)
  }

  /** A 2xx that comes after its transaction ended still wants its ACK. */
  receiveStray(response: SipResponse): void {
    const session = this.#sessions.get(dialogIdOfResponse(response))
    if (session === undefined || response.cseq.method !== 'INVITE' || response.status < 200 || response.status > 299) return
    session.dialog.flow.send(serialise(session.dialog.ack({ cseq: response.cseq, headers: [] })))
  }

  close(): void {
    for (const session of this.#sessions.values()) session.close()
    this.#sessions.clear()
  }
}
