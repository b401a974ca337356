// The signalling port: calls named by ids of ours, commands and events. No SIP message shows here.

import type { Credentials } from './auth/digest-client.ts'
import type { CallEvent, ReofferOutcome } from './dialog/call-event.ts'
import type { HostPort, TransportName } from './transport/flow.ts'
import type { Address } from './message/address.ts'
import type { Header } from './message/sip-message.ts'
import type { Uri } from './message/uri.ts'
import type { RegistrationOutcome } from './registration/registration.ts'
import type { TrunkRegistration } from './registration/trunk-registrations.ts'

export type Party = {
  /** Number or name; empty when withheld. */
  user: string
  host: string
  displayName: string
}

export type DialRequest = {
  /** A `sip:` or `sips:` URI, or a user registered here, who is reached on the flow of his registration. */
  to: { uri: string } | { registeredUser: string }
  from: Party
  /** Our offer. */
  sdp: string
  /** Answers the trunk's 401 and 407. */
  credentials?: Credentials
  /** Sends by this trunk's flow, whatever the URI's host; the trunk is one that `register` named. */
  trunk?: string
  /** Further header fields, by name in lower case. */
  headers?: readonly Header[]
  /** Ends as lost by `timeout` when nothing at all is heard for so long; without it after 32 s. */
  signOfLifeMs?: number
}

/** A new call to us; `ring`, `answer` or `reject` it. */
export type IncomingCallEvent = {
  type: 'incoming'
  callId: string
  /** The user part that was called: the access code. */
  accessCode: string
  from: Party
  to: Party
  /** What stands behind `accessCode`, `from` and `to`, with all parameters. */
  requestUri: Uri
  fromAddress: Address
  toAddress: Address
  /** Undefined: the far side wants us to offer in `answer`; its answer comes as `answered`. */
  offerSdp: string | undefined
  source: HostPort & { transport: TransportName }
  /** The user who proved his password, or who is registered on the flow that the call came by. */
  registeredUser: string | undefined
  /**
   * RFC 3891: a call of ours whose place this one is to take, as the last step of an attended transfer. Answer this one, with that one's
   * media, and hang that one up. A call that we do not have was refused already.
   */
  replaces: string | undefined
  /** All fields but those that every message has, names in lower case. What a stranger wrote is not to be believed. */
  headers: readonly Header[]
  /** For logs: the Call-ID header. */
  sipCallId: string
}

export type SignalingEvent =
  | IncomingCallEvent
  | ({ callId: string } & CallEvent)
  /** Our registration with a trunk. */
  | ({ type: 'trunkRegistration'; trunk: string } & RegistrationOutcome)
  /** A phone with us: its first binding came, or its last one went. */
  | { type: 'userRegistration'; user: string; registered: boolean }

/**
 * Commands on a call that is over or in another phase do nothing and return false: late commands are normal.
 * After `ended` nothing more is told of a call.
 */
export interface SignalingGateway {
  /** 180, or 183 with early media when there is SDP. */
  ring(callId: string, sdp?: string): boolean

  /** Accepts the call, or the far side's `reoffer`, with our SDP. */
  answer(callId: string, sdp: string): boolean

  /** Refuses the call, or the far side's `reoffer`; 300 to 699. */
  reject(callId: string, status: number): boolean

  /** Returns the new call's id at once; everything else comes as events. */
  dial(request: DialRequest): string

  /** Offers anew inside the call: hold, other media. Waits out glare. */
  reoffer(callId: string, sdp: string): Promise<ReofferOutcome>

  /** Of a call that is up and of which nothing is heard: asks the far side whether it is there. When it is not, the call ends as lost. */
  askWhetherThere(callId: string): void

  /** Ends the call in whatever phase it is: CANCEL, 480 or BYE. */
  hangUp(callId: string): boolean

  /** A text by which `hangUpFarEnd` ends the call on its far side when this program is no more; undefined without a dialog. */
  farEndOf(callId: string): string | undefined

  /** Hangs up on what a program before this one left behind. Whether anybody answered. */
  hangUpFarEnd(farEnd: string): Promise<boolean>

  /** Asks the far side to call `uri` in our place; `replaces` is `Call-ID;to-tag=...;from-tag=...` (RFC 3891). */
  refer(callId: string, uri: string, replaces?: string): boolean

  /** Tells the far side how the call goes that it asked for by `referred`: 100 to 699. */
  referProgress(callId: string, status: number): boolean

  /** Where the far side of a call sends its signalling from. */
  remoteOf(callId: string): HostPort | undefined

  /** Asks by OPTIONS whether somebody is there; the status of the answer, whatever it is, or undefined. */
  probe(uri: string): Promise<number | undefined>

  /** Keeps a registration with a carrier up under this name; a second one under it replaces the first. */
  register(trunk: string, registration: TrunkRegistration): void
  unregister(trunk: string): void

  /** Where the carrier of this registration is. */
  trunkRemote(trunk: string): HostPort | undefined

  /** Whether a phone with this user name can be called now. */
  isRegistered(user: string): boolean

  /** Takes a phone's bindings away: it was switched off, or its password changed. */
  forgetUser(user: string): void

  /** Returns the function that ends the subscription. A listener must not throw. */
  on(listener: (event: SignalingEvent) => void): () => void

  /** Hangs up on all calls, takes registrations back, then closes sockets. No events follow. */
  close(): Promise<void>
}
