// What callers keyed into fields that stay secret, for as long as their call is in its flow. In memory alone: it is in no row, log,
// trace or event, and gone with the process.
import { randomUUID } from 'node:crypto'
import type { PlainValue, SecretRef } from '@openseat/domain'

/** Shorter ones stand in any text by chance. */
const shortestHidden = 4

export class SecretVault {
  readonly #secrets = new Map<string, string>()

  keep(value: string): SecretRef {
    const secretRef = randomUUID()
    this.#secrets.set(secretRef, value)
    return { secretRef, length: value.length }
  }

  /** Undefined: it was lost with the process that had it. */
  open({ secretRef }: SecretRef): string | undefined {
    return this.#secrets.get(secretRef)
  }

  /** The answer of a service without what it repeats of the secrets: fields named like them, and texts that hold them. */
  without(answer: PlainValue, names: ReadonlySet<string>): PlainValue {
    if (typeof answer === 'string') return this.#holds(answer) ? '' : answer
    if (typeof answer === 'number') return this.#holds(String(answer)) ? null : answer
    if (Array.isArray(answer)) return answer.map((value) => this.without(value, names))
    if (typeof answer !== 'object' || answer === null) return answer
    const kept = Object.entries(answer).filter(([name]) => !names.has(name))
    return Object.fromEntries(kept.map(([name, value]) => [name, this.without(value, names)]))
  }

  #holds(text: string): boolean {
    return [...this.#secrets.values()].some((secret) => secret.length >= shortestHidden && text.includes(secret))
  }
}
