// How a pop's frame fares: what our wrapper document says of it, and what time says. Pure.
import { limits } from '@openseat/contracts'

/** What the server saw of the page by a request of its own, and the browser cannot tell. */
export const doubts = ['refused', 'noPage', 'pdf', 'pdfInside'] as const
/** `left`: a Web API page has gone, and what stands there now is told of no calls. */
export type Doubt = (typeof doubts)[number] | 'left'

export type PopStatus =
  /** `loading` with `came`: a document stands, though not all that it loads is there. */
  | { readonly kind: 'loading'; readonly came?: true }
  | { readonly kind: 'waiting' | 'late' }
  /** `alive`: the page gave a sign of life, which no hint overrules. */
  | { readonly kind: 'ready'; readonly alive?: true }
  /** The page is shown, with a remark: it may be the browser's own error page. */
  | { readonly kind: 'doubtful'; readonly reason: Doubt }
  /** `unreachable`: neither the server nor this browser gets an answer. `noData`: a page of our own without what it shows. */
  | { readonly kind: 'blocked'; readonly reason: 'addressNotListed' | 'unreachable' | 'noData' }
  | { readonly kind: 'blocked'; readonly reason: 'tooLong'; readonly bytes: number }
  | { readonly kind: 'blocked'; readonly reason: 'violation'; readonly origin: string }

/** A page's document has to come within this. */
export const loadWithinMs = 10_000

const plainTypes = ['came', 'loaded', 'alive', 'unreachable', ...doubts] as const

interface FromWrapper {
  readonly source: 'openseat-pop'
  readonly callId: string
  readonly popId: number
}

export type WrapperMessage =
  | (FromWrapper & { readonly type: (typeof plainTypes)[number] })
  | (FromWrapper & { readonly type: 'violation'; readonly blockedOrigin: string })

/** A message of one of our wrapper documents, or null for anything else. */
export function wrapperMessage(data: unknown): WrapperMessage | null {
  if (typeof data !== 'object' || data === null || !('source' in data) || data.source !== 'openseat-pop') return null
  const { callId, popId, type, blockedOrigin } = data as Record<string, unknown>
  if (typeof callId !== 'string' || typeof popId !== 'number') return null
  const plain = plainTypes.find((each) => each === type)
  if (plain !== undefined) return { source: 'openseat-pop', callId, popId, type: plain }
  if (type !== 'violation') return null
  return { source: 'openseat-pop', callId, popId, type, blockedOrigin: typeof blockedOrigin === 'string' ? blockedOrigin : '' }
}

/** The origin of an address for people; the text itself when it is none. */
export function originText(address: string): string {
  return URL.canParse(address) ? new URL(address).origin : address
}

/** How an address fares before it is opened: null when nothing stands in its way. */
export function refusedAddress(url: string): PopStatus | null {
  const bytes = new TextEncoder().encode(url).length
  return bytes > limits.pageAddressBytes ? { kind: 'blocked', reason: 'tooLong', bytes } : null
}

/** What a tab says of its page, as a key of words. */
export const statusWord = (status: PopStatus): StatusWord => (status.kind === 'blocked' ? status.reason : status.kind)
type StatusWord = Exclude<PopStatus['kind'], 'blocked'> | Extract<PopStatus, { kind: 'blocked' }>['reason']

const isStanding = ({ kind }: PopStatus): boolean => kind === 'ready' || kind === 'doubtful'

/** What stands is never taken away; what the browser itself stopped stays stopped until the agent tries again. */
export function nextStatus(status: PopStatus, event: WrapperMessage | 'timeout' | 'alive' | 'left'): PopStatus {
  if (event === 'left') return isStanding(status) ? { kind: 'doubtful', reason: event } : status
  if (event === 'timeout') return status.kind === 'loading' ? { kind: status.came ? 'ready' : 'late' } : status
  if (event !== 'alive' && event.type === 'violation')
    return { kind: 'blocked', reason: 'violation', origin: originText(event.blockedOrigin) }
  const isStopped = status.kind === 'blocked' && status.reason !== 'unreachable'
  return isStopped ? status : seen(status, event === 'alive' ? event : event.type)
}

function seen(status: PopStatus, what: (typeof plainTypes)[number]): PopStatus {
  switch (what) {
    case 'came':
      return status.kind === 'loading' || status.kind === 'late' ? { kind: 'loading', came: true } : status
    case 'loaded':
      return isStanding(status) || status.kind === 'blocked' ? status : { kind: 'ready' }
    case 'alive':
      return status.kind === 'doubtful' && status.reason === 'pdfInside' ? status : { kind: 'ready', alive: true }
    case 'unreachable':
      return { kind: 'blocked', reason: what }
    case 'refused':
    case 'noPage':
    case 'pdf':
      return status.kind === 'ready' && status.alive ? status : { kind: 'doubtful', reason: what }
    case 'pdfInside':
      return { kind: 'doubtful', reason: what }
  }
}
