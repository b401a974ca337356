// What the log says of callers and messages that were turned away: counted, as anybody could bring it about in numbers.
// No caller's number is in it.

import type { Logger } from 'pino'
import { RareWarning } from '../../runtime/rare-warning.ts'
import { incomingText } from './incoming-text.ts'
import type { RefusedCall } from './sip-context.ts'

const shown = (text: string): string => incomingText(text, 64)

export class SipWarnings {
  readonly #wrongPasswords: RareWarning
  readonly #refused: RareWarning
  readonly #stray: RareWarning
  readonly #malformed: RareWarning

  constructor(log: Pick<Logger, 'warn'>) {
    this.#wrongPasswords = new RareWarning(log, 'wrong password of a phone')
    this.#refused = new RareWarning(log, 'a call to us was refused')
    this.#stray = new RareWarning(log, 'a call of a trunk was taken for a stranger’s: its number is outside the trunk’s ranges')
    this.#malformed = new RareWarning(log, 'a malformed message of a trunk was refused')
  }

  /** Since the start. */
  get wrongPasswords(): number {
    return this.#wrongPasswords.count
  }

  wrongPassword(user: string, host: string): void {
    this.#wrongPasswords.note(() => ({ user: shown(user), host }), host)
  }

  refused({ peer, host, dialled, status }: RefusedCall): void {
    this.#refused.note(() => ({ peer, host, dialled: shown(dialled), status }), `${peer ?? host} ${status}`)
  }

  stray(peer: string, dialled: string): void {
    this.#stray.note(() => ({ peer, dialled: shown(dialled) }), peer)
  }

  malformed(peer: string, facts: { host: string; status: number; reason: string }): void {
    this.#malformed.note(() => ({ peer, ...facts }), `${peer} ${facts.reason}`)
  }
}
