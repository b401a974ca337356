// The latest ended contacts: for what still comes in about them (measurements, frames of their pages), and for the page of an
// agent who is in wrap-up. Bounded in bytes: a contact carries what was attached to it and every page that it opened.
import type { Contact } from '../contact/contact.ts'

interface Kept {
  readonly contact: Contact
  readonly bytes: number
}

const mostContacts = 500
const mostBytes = 2 * 1024 * 1024

export class EndedContacts {
  readonly #kept = new Map<string, Kept>()
  /** A contact that somebody wraps up is kept however old it is: there is one for each agent at most. */
  readonly #isWrappedUp: (contact: Contact) => boolean
  #bytes = 0

  constructor(isWrappedUp: (contact: Contact) => boolean) {
    this.#isWrappedUp = isWrappedUp
  }

  get size(): number {
    return this.#kept.size
  }

  get(callId: string): Contact | undefined {
    return this.#kept.get(callId)?.contact
  }

  has(callId: string): boolean {
    return this.#kept.has(callId)
  }

  /** Ended just now, or changed once more. */
  add(contact: Contact): void {
    this.#remove(contact.callId)
    const bytes = JSON.stringify(contact).length
    this.#kept.set(contact.callId, { contact, bytes })
    this.#bytes += bytes
    for (const { contact: oldest } of this.#kept.values()) {
      if (this.#kept.size <= mostContacts && this.#bytes <= mostBytes) return
      if (oldest !== contact && !this.#isWrappedUp(oldest)) this.#remove(oldest.callId)
    }
  }

  #remove(callId: string): void {
    const known = this.#kept.get(callId)
    if (!known) return
    this.#kept.delete(callId)
    this.#bytes -= known.bytes
  }
}
