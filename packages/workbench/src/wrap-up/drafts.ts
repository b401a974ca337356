// What was typed and is not yet on the server, kept in this browser: a reload or a lost connection loses nothing.
// A draft belongs to one person and one contact, and goes once the server has it.

export interface WrapUpText {
  readonly reasonId: number | null
  readonly notes: string
}

export interface Draft extends WrapUpText {
  /** When it was typed, epoch milliseconds of this computer. */
  readonly at: number
}

export class Drafts {
  readonly #storage: Storage
  readonly #prefix: string

  /** `owner`: whose drafts they are, so that another person at this computer neither sees nor sends them. */
  constructor(storage: Storage, owner: string) {
    this.#storage = storage
    this.#prefix = `openseat.wrap-up.${owner}.`
  }

  keyOf(callId: string): string {
    return this.#prefix + callId
  }

  read(callId: string): Draft | null {
    return parsed(this.#storage.getItem(this.keyOf(callId)))
  }

  /** False when the browser keeps nothing more: saving then is all there is. */
  keep(callId: string, draft: Draft): boolean {
    try {
      this.#storage.setItem(this.keyOf(callId), JSON.stringify(draft))
      return true
    } catch {
      return false
    }
  }

  drop(callId: string): void {
    this.#storage.removeItem(this.keyOf(callId))
  }

  /** Contacts with a draft. */
  callIds(): string[] {
    const keys = Array.from({ length: this.#storage.length }, (_, index) => this.#storage.key(index) ?? '')
    return keys.filter((key) => key.startsWith(this.#prefix)).map((key) => key.slice(this.#prefix.length))
  }
}

/** A kept draft; anything else is none. */
export function parsed(text: string | null): Draft | null {
  const { reasonId, notes, at } = fieldsOf(text)
  if (typeof notes !== 'string' || typeof at !== 'number') return null
  return { reasonId: typeof reasonId === 'number' ? reasonId : null, notes, at }
}

function fieldsOf(text: string | null): Partial<Record<keyof Draft, unknown>> {
  try {
    const value: unknown = JSON.parse(text ?? '{}')
    return typeof value === 'object' && value !== null ? value : {}
  } catch {
    return {}
  }
}
