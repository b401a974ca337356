// What the owner of a gateway decides: where it listens, whom it serves, who must prove himself.

import type { Credentials } from './auth/digest-client.ts'
import type { Clock } from './base/clock.ts'
import type { RegistrarSettings } from './registration/registrar.ts'
import type { Uri } from './message/uri.ts'
import type { HostPort, TransportName } from './transport/flow.ts'
import type { TransportSettings } from './transport/transport-layer.ts'

/** `refuse` answers with this status, `ignore` is silent; neither keeps anything. */
export type Admission = 'serve' | 'ignore' | { refuse: number; retryAfter?: number }

/** A request outside any call of ours, before anything is kept or answered. */
export type Arrival = {
  method: string
  /** User part of the Request-URI: the access code for an INVITE; of To for a REGISTER. */
  user: string
  /** What is called: the Request-URI. */
  uri: Uri
  source: HostPort & { transport: TransportName }
  /** Who is registered on this very flow. */
  registeredUser: string | undefined
  /** It takes over a call that is there (RFC 3891). */
  replaces: boolean
}

export type SipGatewaySettings = {
  transport: TransportSettings
  /** Known codes, trunks and phones are served; the rest is refused or meets silence. */
  admit: (arrival: Arrival) => Admission
  /** Numeric addresses of trunks and of the operator's own networks: room is kept for them. */
  knows?: (host: string) => boolean
  /** Whether malformed requests from there are answered 400; default: nobody's. */
  answersMalformed?: (source: HostPort, refusal: { status: number; reason: string }) => boolean
  /** A call of somebody who is served or known was turned away before anybody was told of it; passwords asked for are none. */
  onRefused?: (refused: Arrival & { status: number }) => void
  registrar?: RegistrarSettings
  /** Whether a caller must prove to be a user of the registrar (407); default: nobody. Whoever registers always must. */
  challenges?: (arrival: Arrival) => boolean
  /** What a trunk that calls us wants to see when we send something inside its calls, as it may challenge that too. */
  credentialsOf?: (arrival: Arrival) => Credentials | undefined
  /** Session timer that we ask for, default 1800. */
  sessionSeconds?: number
  clock?: Clock
}
