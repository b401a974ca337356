// Types of the global that AICCSupport.js defines.

export type ContactEventName = 'Init' | 'Ringing' | 'Talking' | 'Release' | 'Switch'

/** At `Init` all but `workNo` are null. */
export interface ContactEventData {
  readonly callerNum: string | null
  readonly calledNum: string | null
  readonly callid: string | null
  /** `audio` `video` `web` `wechat` `email` `whatsapp` */
  readonly mediaType: string | null
  /** `'0'` inbound, `'1'` outbound */
  readonly callType: string | null
  readonly workNo: string
  /** Attached data as JSON text; `''` when there is none. */
  readonly calldata: string | null
  /** The same data, signed (JWS, ES256), where the screen pop is set up so; `''` when it could not be made. Not at `Init`. */
  readonly contextToken?: string
}

/** `verifyResult`: `'0'` not returned, `'1'` passed, `'2'` failed, `'3'` error, `''` unknown or malformed code. */
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

export type OutboundResult =
  | { readonly ok: true; readonly callid: string }
  | { readonly ok: false; readonly code: string; readonly message: string }

export interface HandlerOptions {
  /** A handler added in mid-contact is told the standing state once, also when an earlier one had it. */
  readonly replay?: boolean
}

export interface AICCSupportApi {
  addHandler(eventName: ContactEventName, callback: (eventData: ContactEventData) => void, options?: HandlerOptions): void
  addHandler(eventName: 'IvrReturn', callback: (eventData: IvrReturnData) => void, options?: HandlerOptions): void
  /** Without a callback: all handlers of the event. */
  removeHandler(eventName: ContactEventName | 'IvrReturn', callback?: (eventData: never) => void): void
  /** Never rejects. */
  clickToOutbound(request: {
    readonly mediaType: 'audio' | 'video' | 'email' | 'whatsapp'
    readonly calledNum: string | number
  }): Promise<OutboundResult>
  /** Read at once, or await the present truth. */
  getVerifyResult(verifyTypeCode: string): VerifyResult & PromiseLike<VerifyResult>
}

declare global {
  const AICCSupport: AICCSupportApi
}
