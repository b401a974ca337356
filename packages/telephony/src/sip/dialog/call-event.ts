// What a call tells its owner, from the first ringing to its one end.

import type { Uri } from '../message/uri.ts'

/** What a refusal says beyond its status. */
export type Refusal = {
  /** The ISDN's cause (Q.850), where a gateway told it. */
  isdnCause: number | undefined
  /** Of a 3xx: where else to call, the most wanted first. Nobody has called there. */
  redirects: readonly Uri[]
}

/** Exactly one per call. `status` and `reason` are the SIP response's. */
export type EndCause =
  /** `isdnCause`: what the peer's BYE said of the ISDN behind it (Q.850). */
  | { kind: 'hungUp'; by: 'local' | 'remote'; isdnCause?: number | undefined }
  /** Before it was answered: by the caller (incoming) or by us (outgoing). */
  | { kind: 'cancelled'; by: 'local' | 'remote' }
  | { kind: 'rejected'; by: 'local'; status: number; reason: string }
  | ({ kind: 'rejected'; by: 'remote'; status: number; reason: string } & Refusal)
  /** `timeout`: no answer to our request. `noAck`: our 2xx was never acknowledged. `expired`: the session timer ran out. */
  | { kind: 'lost'; detail: 'timeout' | 'flow' | 'noAck' | 'expired' | 'unknownToPeer' }

export type CallEvent =
  /** Outgoing: 180, 183 and others above 100; with SDP there is early media. */
  | { type: 'progress'; status: number; sdp: string | undefined }
  /**
   * The far side's SDP counts now: its 2xx to our call, its answer in an ACK, a changed one at a refresh. Undefined: the one that was due
   * did not come, and the call has no audio.
   */
  | { type: 'answered'; sdp: string | undefined }
  /** A 2xx was acknowledged: the call stands. */
  | { type: 'established' }
  /** A changed offer, hold included, or the wish for a fresh one of ours (undefined); waits for `answer` or `reject`. */
  | { type: 'reoffer'; sdp: string | undefined }
  /** The far side cancelled its offer. */
  | { type: 'reofferWithdrawn' }
  /** From INFO; digits in RTP are the media's. */
  | { type: 'digit'; digit: string }
  /** The far side asks us to call `target` in its place; tell it by `referProgress`. */
  | { type: 'referred'; target: Uri; replaces: string | undefined }
  /** What became of our `refer`: 100 to 699. */
  | { type: 'referProgress'; status: number }
  | { type: 'ended'; cause: EndCause }

export type ReofferOutcome = { ok: true; sdp: string | undefined } | { ok: false; status: number }
