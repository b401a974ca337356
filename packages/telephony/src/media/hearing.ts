// Who hears whom, and how loud. Listen, whisper and barge are only settings of this matrix.
// Keyed by leg names, so that rules may precede their legs and outlive a replaced connection.

export type Rule = { listener: string; source: string; gain: number }

export const MAX_GAIN = 4

/** What is wrong with the rules, or undefined. */
export const faultOfRules = (rules: readonly Rule[]): string | undefined => {
  const bad = rules.find((rule) => !(rule.gain >= 0 && rule.gain <= MAX_GAIN))
  return bad && `gain ${bad.gain} of ${bad.listener} hearing ${bad.source} is not in 0..${MAX_GAIN}`
}

export class Hearing {
  #rules: Map<string, Map<string, number>> | 'everyone' = 'everyone'

  set(rules: readonly Rule[] | 'everyone'): void {
    if (rules === 'everyone') {
      this.#rules = rules
      return
    }
    const table = new Map<string, Map<string, number>>()
    for (const { listener, source, gain } of rules) {
      const row = table.get(listener) ?? new Map<string, number>()
      table.set(listener, row.set(source, gain))
    }
    this.#rules = table
  }

  /** 0 = not heard. Nobody hears himself, whatever the rules say. */
  gain(listener: string, source: string): number {
    if (listener === source) return 0
    if (this.#rules === 'everyone') return 1
    return this.#rules.get(listener)?.get(source) ?? 0
  }
}
