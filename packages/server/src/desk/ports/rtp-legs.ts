// What the SIP exchange needs of the audio: plain RTP legs by offer and answer. Who hears whom is not its matter.

import type { RtpDirection, RtpLaw } from '@openseat/telephony'

/** A leg in its room, as the media engine and the desk name it. */
export interface LegPlace {
  readonly room: string
  readonly leg: string
}

/** Every call rejects with an `AppError`: `MEDIA_OFFER` when the SDP is of no use, `MEDIA_FAILED` for anything else. */
export interface RtpLegs {
  /** Opens the leg if need be and answers the far side's offer, hold included. */
  answer(at: LegPlace, offer: RemoteOffer): Promise<{ answerSdp: string; direction: RtpDirection }>
  /** Opens the leg if need be; our whole offer, whatever was agreed before, the same again while nothing changes. */
  offer(at: LegPlace, wanted: WantedOffer): Promise<string>
  /** The far side's answer to our offer, early media included; may come more than once. One that is of no use leaves all as it was. */
  accept(at: LegPlace, answer: RemoteAnswer): Promise<void>
  /** The far side pressed a key and said so in its signalling. */
  pressed(at: LegPlace, digit: string): void
  /** Neither audio nor reports come from a leg; told again and again. Whether anybody is there is for its signalling to say. */
  onSilent(listener: (at: LegPlace) => void): void
}

/** `laws`: those that the far side is to use, in order; absent: any. */
export interface WantedOffer {
  readonly direction: RtpDirection
  /** Absent: as it is now. */
  readonly secure?: boolean
  readonly laws?: readonly RtpLaw[]
}

/**
 * `signallingHost`: where the far side's SIP comes from; its RTP is believed from there and from the address of its SDP alone.
 * `secure`: plain RTP is refused; without it the far side chooses. `laws`: which of those that it offers we would have, in order.
 */
export interface RemoteOffer {
  readonly offerSdp: string
  readonly signallingHost?: string
  readonly secure: boolean
  readonly laws?: readonly RtpLaw[]
}

export interface RemoteAnswer {
  readonly answerSdp: string
  readonly signallingHost?: string
}
