// What a reload of the company's page in the middle of a call needs, kept for this tab by our own origin.
const key = (widget: string): string => `openseat.visit.${widget}`

export interface KeptVisit {
  readonly token: string
  readonly muted: boolean
}

export function keptVisit(widget: string): KeptVisit | null {
  try {
    const kept: unknown = JSON.parse(sessionStorage.getItem(key(widget)) ?? 'null')
    if (typeof kept === 'object' && kept !== null && 'token' in kept && typeof kept.token === 'string') {
      return { token: kept.token, muted: 'muted' in kept && kept.muted === true }
    }
  } catch {
    // A browser that keeps nothing for frames of other sites: a reload ends the call.
  }
  return null
}

export function keepVisit(widget: string, visit: KeptVisit | null): void {
  try {
    if (visit) sessionStorage.setItem(key(widget), JSON.stringify(visit))
    else sessionStorage.removeItem(key(widget))
  } catch {
    // As above.
  }
}
