// Asks a peer of which nothing is heard whether the call is still there: by OPTIONS inside the dialog (RFC 3261 section 11), and
// where those get no answer, since some drop them, by a refresh, which everybody has to answer. Silence of the audio says nothing.

import { ACCEPT } from './capabilities.ts'
import type { SessionContext } from './session-context.ts'

/** As RFC 5057 has it: the dialog is gone. */
const UNKNOWN_CALL = 481
const TIMEOUT = 408

export class LifeQuestion {
  readonly #context: SessionContext
  readonly #insist: () => void
  #isAsking = false

  /** `insist`: a request whose failure ends the call. */
  constructor(context: SessionContext, insist: () => void) {
    this.#context = context
    this.#insist = insist
  }

  ask(): void {
    if (this.#isAsking) return
    this.#isAsking = true
    const { dialog, sender, lose } = this.#context
    sender.send({
      build: () => dialog.request('OPTIONS', { headers: [ACCEPT] }),
      flow: dialog.flow,
      onResponse: ({ status }) => {
        if (status < 200) return
        this.#isAsking = false
        if (status === UNKNOWN_CALL) lose({ kind: 'lost', detail: 'unknownToPeer' })
        else if (status === TIMEOUT) this.#insist()
      },
      // A broken connection says nothing: the peer may come back on another.
      onFailed: (reason) => {
        this.#isAsking = false
        if (reason === 'timeout') this.#insist()
      },
    })
  }
}
