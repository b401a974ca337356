// The page bridge: how an enterprise's page and the workbench that frames it talk. No zod here: foreign pages load it.
//
// 1. `hello`, page → each of its ancestor windows, by postMessage. The page does not know the workbench's origin yet, so the
//    target is '*'. That is safe: a hello holds a version and a random number, nothing of a person, a call or the page.
// 2. `welcome`, workbench → page, by postMessage to the page's exact origin, with a MessagePort. The workbench answers only a
//    hello whose source is the page's own window and whose origin is the pop's. The browser drops the welcome, and closes
//    its port, when another document stands there by then. The page takes it only from an ancestor, only when it repeats
//    this document's number, names the page's own origin, and names the origin that the browser says it came from.
// 3. From then on everything goes over the port, which no other window holds. No call data ever goes by window.postMessage.
// 4. A port belongs to one document: a new document says hello with a new number, and the workbench drops the old port.
// 5. The page says `bye` when it is left, the workbench when it takes the page down; then a living page says hello anew.
// Both ends ignore a message that they do not know, so that either may be newer; `version` grows only when that is not enough.

export const bridgeProtocol = 'openseat-page'
export const bridgeVersion = 1

export const pageEventNames = ['Init', 'Ringing', 'Talking', 'Release', 'Switch', 'IvrReturn'] as const
export type PageEventName = (typeof pageEventNames)[number]

/** What handlers receive at all events but `IvrReturn`; at `Init` all but `workNo` are null. */
export interface ContactEventData {
  readonly callerNum: string | null
  readonly calledNum: string | null
  readonly callid: string | null
  readonly mediaType: string | null
  readonly callType: string | null
  readonly workNo: string
  /** Attached data as JSON text; '' when there is none. */
  readonly calldata: string | null
  /** The same, signed, for pops that ask for it; '' when it could not be made in time. Not at `Init`. */
  readonly contextToken?: string
}

/** `verifyResult`: '0' not returned, '1' passed, '2' failed, '3' error, '' unknown or malformed code. */
export interface VerifyResult {
  readonly verifyResult: string
  readonly verifyReturn1: string
  readonly verifyReturn2: string
  readonly verifyReturn3: string
}

export interface IvrReturnData extends VerifyResult {
  readonly verifyTypeCode: string
  readonly callid: string
  readonly workNo: string
}

export const outboundMediaTypes = ['audio', 'video', 'email', 'whatsapp'] as const
export type OutboundMediaType = (typeof outboundMediaTypes)[number]

/** Why the bridge itself refuses a command; the workbench adds the codes of its own rules. */
export type BridgeRefusalCode =
  | 'NOT_EMBEDDED' // the page stands in no workbench
  | 'NOT_CONNECTED' // no workbench has answered yet
  | 'DISCONNECTED' // the connection ended before the answer came
  | 'NO_ANSWER' // the workbench did not answer in time
  | 'BAD_REQUEST' // no such medium, or the number is no text of a usable length
  | 'FAILED' // the workbench met a fault of its own

/** Why the workbench refuses a call before it asks the server. All other codes are the REST interface's. */
export const outboundRefusals = [
  'NOT_SIGNED_IN',
  'CHANNEL_UNAVAILABLE', // no e-mail and no WhatsApp yet
  'NO_QUEUE', // the agent is signed in to no audio/video queue
  'ALREADY_DIALLING', // an earlier request still runs; nothing is queued
  'BAD_NUMBER',
  'WORKBENCH_OFFLINE',
  'NOT_LEADING', // the agent works in another tab of the workbench, where the page stands too
] as const
export type OutboundRefusal = (typeof outboundRefusals)[number]

export type OutboundResult =
  | { readonly ok: true; readonly callid: string }
  | { readonly ok: false; readonly code: string; readonly message: string }

export interface OutboundRequest {
  readonly mediaType: OutboundMediaType
  readonly calledNum: string
}

export interface Hello {
  readonly protocol: typeof bridgeProtocol
  readonly kind: 'hello'
  readonly version: number
  /** Random; one for each attempt to connect. */
  readonly document: string
}

export interface Welcome {
  readonly protocol: typeof bridgeProtocol
  readonly kind: 'welcome'
  readonly version: number
  readonly document: string
  readonly workbenchOrigin: string
  readonly pageOrigin: string
}

/** Workbench → page, over the port. `offer` is one time that a contact was offered to this agent. */
export type ToPage =
  | { readonly kind: 'event'; readonly name: PageEventName; readonly offer: string; readonly data: ContactEventData | IvrReturnData }
  /** `otherwise`: what a well-formed code gives that is not among them. */
  | { readonly kind: 'verify'; readonly results: Readonly<Record<string, VerifyResult>>; readonly otherwise: VerifyResult }
  | { readonly kind: 'outboundResult'; readonly id: number; readonly result: OutboundResult }
  | { readonly kind: 'verifyResult'; readonly id: number; readonly result: VerifyResult }
  | { readonly kind: 'bye' }
  /** Another copy of the script in the same page has the connection now. */
  | { readonly kind: 'replaced' }

/** Page → workbench, over the port. */
export type ToWorkbench =
  | ({ readonly kind: 'clickToOutbound'; readonly id: number } & OutboundRequest)
  | { readonly kind: 'getVerifyResult'; readonly id: number; readonly verifyTypeCode: string }
  /** A handler threw: for the page's author, who may be looking at the workbench. */
  | { readonly kind: 'fault'; readonly event: PageEventName; readonly text: string }
  | { readonly kind: 'bye' }

export const bridgeLimits = {
  /** Longest text that the workbench takes from a page. */
  pageTextCharacters: 256,
  /** Messages of a page in one second; the rest is dropped and counted. */
  messagesPerSecond: 50,
  /** Dropped messages after which the page's connection is closed. */
  droppedBeforeClose: 1000,
  /** How long a page whose connection was closed for that is not answered. */
  closedForMs: 3000,
  helloPerSecond: 20,
  answerWithinMs: 30_000,
  /** A request of a page that is not connected yet waits so long for the connection. */
  connectWithinMs: 5_000,
} as const

/** Letters, digits, underscore. */
export const isVerifyTypeCode = (code: unknown): code is string => typeof code === 'string' && /^\w{1,256}$/.test(code)

const verifyResultOf = (verifyResult: string): VerifyResult => ({ verifyResult, verifyReturn1: '', verifyReturn2: '', verifyReturn3: '' })
/** Of a malformed or unknown code. */
export const noVerifyResult = verifyResultOf('')
/** Of a verification that has not run yet. */
export const notVerified = verifyResultOf('0')
