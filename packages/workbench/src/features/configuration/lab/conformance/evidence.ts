// What a conformance run has seen of a page. Plain data: the verdicts are made of it, and it stands in the report.
import type { PassMode } from '@openseat/contracts'

export interface Load {
  /** Milliseconds; null: not within the time that a page gets. */
  readonly loadedMs: number | null
  /** How the workbench judges it. */
  readonly outcome: 'loaded' | 'late' | 'refused' | 'unreachable' | 'violation'
  /** Of a violation: the address that is not on the allowlist. */
  readonly origin: string
  /** Until the page's hello; null: none came, or none is expected. */
  readonly helloMs: number | null
}

/** The connection was taken away behind an event: how long until the page was heard again. */
export interface Answer {
  readonly after: string
  readonly ms: number | null
}

export interface Evidence {
  readonly passMode: PassMode
  readonly load: Load
  /** A contact stood meanwhile, and went on right after the page had loaded. */
  readonly reload: Load | null
  readonly back: Load | null
  readonly answers: readonly Answer[]
  /** After many contacts; null when it was not tried. */
  readonly manyContacts: Answer | null
  readonly faults: readonly { readonly event: string; readonly text: string }[]
  readonly peakPerSecond: number
  /** What arrived although the page had been told another origin. Null when it was not tried. */
  readonly posted: readonly { readonly name: string; readonly text: string }[] | null
  /** Hostile contacts after which the page did not answer, went elsewhere or was stopped. Null when it was not tried. */
  readonly broken: readonly string[] | null
}

export const contactCount = 20
