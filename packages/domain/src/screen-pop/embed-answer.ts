// What the server saw when it asked for a page: the answers on the way, and how the way ended. Input of the judges.
import type { OpenMode, PassMode } from '@openseat/contracts'

/** As received: doubled headers stand twice, in their order. */
export type HeaderLines = readonly (readonly [name: string, value: string])[]

export interface PageAnswer {
  /** In the form that the URL standard gives it. */
  readonly url: string
  readonly method: 'GET' | 'POST'
  readonly status: number
  readonly headers: HeaderLines
}

export type AskFailure = 'unlisted' | 'forbidden' | 'dns' | 'refused' | 'tls' | 'timeOut' | 'broken'

/** How the way ended: at a document, or where it could not go on. `url` is the address that was to be next. */
export type WayEnd =
  | { readonly kind: 'document'; readonly html: string }
  | { readonly kind: 'failed'; readonly url: string; readonly failure: AskFailure; readonly detail: string }
  | { readonly kind: 'loop'; readonly url: string }

export interface PageFacts {
  /** The workbench's own origin. */
  readonly framedBy: string
  readonly openMode: OpenMode
  readonly passMode: PassMode
  /** Attached data that stands in the address: how long it will be is known in the call alone. */
  readonly attachedInAddress: readonly string[]
  /** What was asked for. */
  readonly address: string
  readonly answers: readonly PageAnswer[]
  readonly end: WayEnd
  /** Status by which the page refused the form, when `answers` are those of a second try without one. */
  readonly postRefused: number | null
  /** What the page answered to a form of a caller without a number, and its empty fields; null when it took that, too. */
  readonly emptyRefused: { readonly status: number; readonly names: readonly string[] } | null
}

/** Every value of a header, in order; commas inside are left to the caller. */
export function valuesOf(headers: HeaderLines, name: string): string[] {
  return headers.filter(([other]) => other.toLowerCase() === name).map(([, value]) => value)
}

/** A header whose value is a list, as the Fetch standard's "get, decode, and split": all lines as one, cut at commas. */
export function listOf(headers: HeaderLines, name: string): string[] {
  const lines = valuesOf(headers, name)
  return lines.length === 0
    ? []
    : lines
        .join(',')
        .split(',')
        .map((value) => value.trim())
}

export interface OriginParts {
  readonly scheme: string
  readonly host: string
  /** Written out, also where it is the usual one. */
  readonly port: string
  readonly origin: string
}

const usualPorts: Readonly<Record<string, string>> = { http: '80', https: '443' }

/** Of an address in the URL standard's form, or of an origin. */
export function originParts(url: string): OriginParts {
  const [origin = '', scheme = '', host = '', port] = /^(https?):\/\/(\[[^\]]*\]|[^/?#:]*)(?::(\d+))?/.exec(url) ?? []
  return { scheme, host, port: port ?? usualPorts[scheme] ?? '', origin }
}

/** A browser takes these for safe without encryption. */
export const isThisMachine = (host: string): boolean => /^(localhost|.*\.localhost|127(\.\d+){3}|\[::1\])$/.test(host)
