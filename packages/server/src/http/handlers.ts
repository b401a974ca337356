// The form of a route's handler, and the table of them. Each part of the server makes the handlers of its routes;
// app.ts puts them together, and buildHttp refuses a table with a hole.

import type { Access, BodyOf, Language, ParamsOf, QueryOf, ResponseOf, Route, RouteName, routes } from '@openseat/contracts'
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
type BodyFor<R extends Route> = R extends { upload: object } ? Upload : BodyOf<R>

type PersonFor<A extends Access> = A extends 'public' ? undefined : Person

export interface CallOf<R extends Route> {
  readonly params: ParamsOf<R>
  readonly query: QueryOf<R>
  readonly body: BodyFor<R>
  readonly person: PersonFor<R['access']>
  readonly context: CallContext
}

export type HandlerOf<R extends Route> = (call: CallOf<R>) => Promise<ResponseOf<R>>
export type RouteCall<N extends RouteName> = CallOf<(typeof routes)[N]>
export type Handler<N extends RouteName> = HandlerOf<(typeof routes)[N]>
export type Handlers = { readonly [N in RouteName]: Handler<N> }
/** The handlers of some routes: `HandlersOf<'logIn' | 'logOut'>`. */
export type HandlersOf<N extends RouteName> = Pick<Handlers, N>
