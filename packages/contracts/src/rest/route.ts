// The form of a route: what the server registers, the API document describes and the access test tries.
import type { z } from 'zod'
import type { Permission } from '../permissions.ts'

export type HttpMethod = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'

/** `public`: anyone. `loggedIn`: any session. Else one of the permissions named. */
export type Access = 'public' | 'loggedIn' | readonly Permission[]

export interface Route {
  readonly method: HttpMethod
  /** With `:name` for path parameters. */
  readonly path: string
  readonly access: Access
  readonly tag: string
  readonly summary: { readonly zh: string; readonly en: string }
  readonly params?: z.ZodObject
  readonly query?: z.ZodObject
  readonly body?: z.ZodType
  /** Of a JSON body that may be larger than others. */
  readonly maxBytes?: number
  /** The body is a file of this media type, at most so large; `body` says `Uint8Array`. */
  readonly upload?: { readonly type: string; readonly maxBytes: number }
  /** Without it, and without a file, the answer is 204. */
  readonly response?: z.ZodType
  /** Media type of the file that is the answer. */
  readonly file?: string
}

export const defineRoute = <const R extends Route>(route: R): R => route
