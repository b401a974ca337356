// Leads what comes from the transactions to its session, its registrar or a new call. Keeps the table of dialogs.

import type { ResponseContent } from '../message/build.ts'
import { tagOf } from '../message/address.ts'
import { serialise } from '../message/serialise.ts'
import type { SipRequest, SipResponse } from '../message/sip-message.ts'
import type { ServerTransaction } from '../transaction/server-transaction.ts'
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

  constructor(handlers: UserAgentHandlers) {
    this.#handlers = handlers
  }

  add(session: Session): void {
    this.#sessions.set(session.dialog.id, session)
  }

  remove(session: Session): void {
    if (this.#sessions.get(session.dialog.id) === session) this.#sessions.delete(session.dialog.id)
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

  receive(transaction: ServerTransaction): void {
    const { request } = transaction
    const session = this.#sessions.get(dialogIdOfRequest(request))
    const refusal = refusalOf(request)
    if (session !== undefined) session.receive(transaction)
    else if (refusal !== undefined) transaction.respond(refusal)
    else if (tagOf(request.to) !== undefined) transaction.respond({ status: 481 })
    else this.#receiveOutside(transaction)
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

  #receiveOutside(transaction: ServerTransaction): void {
    switch (transaction.request.method) {
      case 'INVITE':
        return this.#handlers.onInvite(transaction)
      case 'REGISTER':
        return this.#handlers.onRegister(transaction)
      case 'OPTIONS':
        return void transaction.respond(CAPABLE)
      case 'REFER':
        return void transaction.respond({ status: 403 })
      default:
        transaction.respond({ status: 481 })
    }
  }
}
