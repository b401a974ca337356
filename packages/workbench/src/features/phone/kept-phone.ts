// Number and token of this tab's telephone, over a reload.
const key = 'openseat.telephone'

export interface KeptPhone {
  readonly number: string
  readonly token: string | null
}

/** A customer whom the example enterprise knows, so that the first call already shows one. */
const suggestion = '13812345678'

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
  fresh ??= { number: suggestion, token: null }
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
