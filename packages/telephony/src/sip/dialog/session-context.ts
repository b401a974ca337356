// What the parts of one session share.

import type { CallEvent, EndCause } from './call-event.ts'
import type { Dialog } from './dialog.ts'
import type { RequestSender } from './request-sender.ts'
import type { SessionPlan } from './session-timer.ts'
import type { Stack } from './stack.ts'

export type SessionContext = {
  stack: Stack
  dialog: Dialog
  sender: RequestSender
  /** The last descriptions agreed upon. */
  sdp: {
    local: string | undefined
    remote: string | undefined
    /** The offer to which `local` is the answer; undefined when `local` is an offer. */
    answered: string | undefined
  }
  sessionSeconds: number
  emit: (event: CallEvent) => void
  setPlan: (plan: SessionPlan | undefined) => void
  /** The call is over without a BYE of the peer; ours is sent. */
  lose: (cause: EndCause) => void
}
