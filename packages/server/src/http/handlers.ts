// The form of a route's handler, and the table of them. Each part of the server makes the handlers of its routes;
// app.ts puts them together, and buildHttp refuses a table with a hole.

import type { Access, Language, RouteBody, RouteName, RouteParams, RouteQuery, RouteResponse, routes } from '@openseat/contracts'
import type { Upload } from '../files/uploads.ts'
import type { Person } from '../access/person.ts'

/** Sets or clears the cookie of a log-in. */
export interface SessionCookie {
  readonly start: (token: string, expiresAt: Date) => void
  readonly end: () => void
}

/** Remembers a device on which an account was logged in. */
export interface DeviceCookie {
  /** Empty when there is none. */
  readonly value: string
  readonly keep: (value: string) => void
}

export interface CallContext {
  readonly language: Language
  /** The caller's network address. */
  readonly address: string
  readonly userAgent: string
  /** Part of a file that is wanted. */
  readonly range: string | undefined
  /** Origins under which the workbench itself is reached: the configured one and this request's. */
  readonly ownOrigins: readonly string[]
  readonly cookie: SessionCookie
  readonly device: DeviceCookie
}

/** Of a route that takes a file: the handler closes it. */
type BodyFor<N extends RouteName> = (typeof routes)[N] extends { upload: unknown } ? Upload : RouteBody<N>

type PersonFor<A extends Access> = A extends 'public' ? undefined : Person

export interface RouteCall<N extends RouteName> {
  readonly params: RouteParams<N>
  readonly query: RouteQuery<N>
  readonly body: BodyFor<N>
  readonly person: PersonFor<(typeof routes)[N]['access']>
  readonly context: CallContext
}

export type Handler<N extends RouteName> = (call: RouteCall<N>) => Promise<RouteResponse<N>>
export type Handlers = { readonly [N in RouteName]: Handler<N> }
/** The handlers of some routes: `HandlersOf<'logIn' | 'logOut'>`. */
export type HandlersOf<N extends RouteName> = Pick<Handlers, N>
