// Number and token of this tab's telephone, over a reload.
const key = 'openseat.telephone'

export interface KeptPhone {
  readonly number: string
  readonly token: string | null
}

/** A mobile number like those in life, so that something sensible stands in the field. */
const suggestion = (): string => `138${String(Math.floor(Math.random() * 1e8)).padStart(8, '0')}`

let fresh: KeptPhone | null = null

export function keptPhone(): KeptPhone {
  try {
    const kept: unknown = JSON.parse(sessionStorage.getItem(key) ?? 'null')
    if (typeof kept === 'object' && kept !== null && 'number' in kept && 'token' in kept) {
      return { number: String(kept.number), token: typeof kept.token === 'string' ? kept.token : null }
    }
  } catch {
    // Nothing kept, or nothing that can be read: a new telephone.
  }
  fresh ??= { number: suggestion(), token: null }
  return fresh
}

export function keepPhone(phone: KeptPhone): void {
  fresh = phone
  try {
    sessionStorage.setItem(key, JSON.stringify(phone))
  } catch {
    // Without storage a reload makes a new telephone.
  }
}
