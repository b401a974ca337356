// How a pop's frame fares: what our wrapper document says of it, and what time says. Pure.

export type PopStatus =
  | { readonly kind: 'waiting' | 'loading' | 'ready' | 'late' }
  /** `refused`: the page lets nobody frame it. `unreachable`: neither the server nor this browser gets an answer. */
  | { readonly kind: 'blocked'; readonly reason: 'addressNotListed' | 'refused' | 'unreachable' }
  | { readonly kind: 'blocked'; readonly reason: 'violation'; readonly origin: string }

/** A page gets this long to load. */
export const loadWithinMs = 10_000

export type WrapperMessage =
  | {
      readonly source: 'openseat-pop'
      readonly callId: string
      readonly popId: number
      readonly type: 'loaded' | 'refused' | 'unreachable'
    }
  | {
      readonly source: 'openseat-pop'
      readonly callId: string
      readonly popId: number
      readonly type: 'violation'
      readonly blockedOrigin: string
    }

/** A message of one of our wrapper documents, or null for anything else. */
export function wrapperMessage(data: unknown): WrapperMessage | null {
  if (typeof data !== 'object' || data === null || !('source' in data) || data.source !== 'openseat-pop') return null
  const { callId, popId, type, blockedOrigin } = data as Record<string, unknown>
  if (typeof callId !== 'string' || typeof popId !== 'number') return null
  if (type === 'loaded' || type === 'refused' || type === 'unreachable') return { source: 'openseat-pop', callId, popId, type }
  if (type !== 'violation') return null
  return { source: 'openseat-pop', callId, popId, type, blockedOrigin: typeof blockedOrigin === 'string' ? blockedOrigin : '' }
}

/** The origin of an address for people; the text itself when it is none. */
export function originText(address: string): string {
  return URL.canParse(address) ? new URL(address).origin : address
}

/** A refusal stays until the agent tries again: the browser tells `load` of a blocked page too. */
export function nextStatus(status: PopStatus, event: WrapperMessage | 'timeout'): PopStatus {
  if (event === 'timeout') return status.kind === 'loading' ? { kind: 'late' } : status
  if (event.type === 'violation') return { kind: 'blocked', reason: 'violation', origin: originText(event.blockedOrigin) }
  if (event.type !== 'loaded') return { kind: 'blocked', reason: event.type }
  return status.kind === 'blocked' ? status : { kind: 'ready' }
}
