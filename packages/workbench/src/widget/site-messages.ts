// What the company's page and the visitor's frame tell each other. Each side checks who speaks before it reads.

/** Where the visitor is. In all but the first and the last there is a call, or one is about to be. */
export const visitSteps = ['idle', 'asking', 'calling', 'waiting', 'talking', 'ended'] as const
export type VisitStep = (typeof visitSteps)[number]

/** From the company's page. */
export type SiteMessage =
  | { readonly type: 'hello' }
  /** Answers `wantPass`: null where the page has none to ask for; `failed` where its server gave none. */
  | { readonly type: 'pass'; readonly id: number; readonly pass: string | null; readonly failed: boolean }

/** From the visitor's frame. */
export type FrameMessage =
  | { readonly type: 'ready' }
  | { readonly type: 'wantPass'; readonly id: number }
  | { readonly type: 'state'; readonly state: VisitStep }
  /** How high its content is, in CSS pixels. */
  | { readonly type: 'size'; readonly height: number }
  /** The visitor wants the panel out of the way; a call goes on. */
  | { readonly type: 'close' }

const record = (data: unknown): Readonly<Record<string, unknown>> =>
  typeof data === 'object' && data !== null ? (data as Record<string, unknown>) : {}

export function siteMessage(data: unknown): SiteMessage | null {
  const { type, id, pass, failed } = record(data)
  if (type === 'hello') return { type }
  if (type !== 'pass' || typeof id !== 'number' || (typeof pass !== 'string' && pass !== null)) return null
  return { type, id, pass, failed: failed === true }
}

export function frameMessage(data: unknown): FrameMessage | null {
  const { type, id, state, height } = record(data)
  if (type === 'ready' || type === 'close') return { type }
  if (type === 'wantPass' && typeof id === 'number') return { type, id }
  if (type === 'size' && typeof height === 'number') return { type, height }
  const step = visitSteps.find((known) => known === state)
  return type === 'state' && step ? { type, state: step } : null
}
