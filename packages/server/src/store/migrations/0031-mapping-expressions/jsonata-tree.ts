// JSONata as mappings of answers have it: paths, values, comparisons, sums, choices and a few functions. Everything else is no
// tree here, and left to people.
import { type Token, tokensOf } from './jsonata-tokens.ts'

export type Tree =
  /** `row`: from where the expression is read; `answer`: from the whole answer. */
  | { readonly kind: 'path'; readonly from: 'row' | 'answer'; readonly steps: readonly (string | number)[] }
  | { readonly kind: 'value'; readonly value: string | number | boolean | null }
  | { readonly kind: 'list'; readonly items: readonly Tree[] }
  | { readonly kind: 'binary'; readonly sign: string; readonly left: Tree; readonly right: Tree }
  | { readonly kind: 'choice'; readonly condition: Tree; readonly yes: Tree; readonly no: Tree | null }
  | { readonly kind: 'call'; readonly name: string; readonly given: readonly Tree[] }

/** How tightly a sign binds. */
const strengths: ReadonlyMap<string, number> = new Map([
  ...['*', '/', '%'].map((sign) => [sign, 60] as const),
  ...['+', '-', '&'].map((sign) => [sign, 50] as const),
  ...['=', '!=', '<', '<=', '>', '>=', 'in'].map((sign) => [sign, 40] as const),
  ['and', 30],
  ['or', 25],
])
const choiceStrength = 20

class Unknown extends Error {}

/** Undefined for an expression that this does not know. */
export function treeOf(expression: string): Tree | undefined {
  const tokens = tokensOf(expression)
  if (tokens === undefined) return undefined
  try {
    return new Reader(tokens).whole()
  } catch (error) {
    if (error instanceof Unknown) return undefined
    throw error
  }
}

class Reader {
  readonly #tokens: readonly Token[]
  #at = 0

  constructor(tokens: readonly Token[]) {
    this.#tokens = tokens
  }

  whole(): Tree {
    const tree = this.#expression(0)
    if (this.#at < this.#tokens.length) throw new Unknown()
    return tree
  }

  #expression(least: number): Tree {
    let left = this.#operand()
    for (;;) {
      const sign = this.#sign()
      const strength = strengths.get(sign)
      if (strength !== undefined && strength > least) {
        this.#at += 1
        left = { kind: 'binary', sign, left, right: this.#expression(strength) }
      } else if (sign === '?' && choiceStrength > least) {
        this.#at += 1
        left = this.#choice(left)
      } else return left
    }
  }

  #choice(condition: Tree): Tree {
    const yes = this.#expression(0)
    return { kind: 'choice', condition, yes, no: this.#takes(':') ? this.#expression(0) : null }
  }

  #operand(): Tree {
    const token = this.#tokens[this.#at]
    if (token === undefined) throw new Unknown()
    this.#at += 1
    switch (token.kind) {
      case 'number':
        return { kind: 'value', value: token.value }
      case 'text':
        return { kind: 'value', value: token.text }
      case 'variable':
        return this.#path(token.text === '$root' ? 'answer' : 'row', [])
      case 'name':
        return this.#word(token.text)
      case 'call':
        return { kind: 'call', name: token.text, given: this.#given() }
      case 'sign':
        return this.#signed(token.text)
    }
  }

  #word(text: string): Tree {
    if (text === 'true' || text === 'false') return { kind: 'value', value: text === 'true' }
    return text === 'null' ? { kind: 'value', value: null } : this.#path('row', [text])
  }

  #signed(sign: string): Tree {
    if (sign === '(') {
      const inner = this.#expression(0)
      this.#want(')')
      return inner
    }
    if (sign === '[') return { kind: 'list', items: this.#until(']') }
    if (sign !== '-') throw new Unknown()
    const value = this.#operand()
    if (value.kind !== 'value' || typeof value.value !== 'number') throw new Unknown()
    return { kind: 'value', value: -value.value }
  }

  #path(from: 'row' | 'answer', steps: (string | number)[]): Tree {
    for (;;) {
      if (this.#takes('.')) steps.push(this.#name())
      else if (this.#takes('[')) steps.push(this.#index())
      else return { kind: 'path', from, steps }
    }
  }

  #name(): string {
    const token = this.#tokens[this.#at]
    this.#at += 1
    if (token?.kind !== 'name') throw new Unknown()
    return token.text
  }

  #index(): number {
    const token = this.#tokens[this.#at]
    this.#at += 1
    this.#want(']')
    if (token?.kind !== 'number' || !Number.isInteger(token.value)) throw new Unknown()
    return token.value
  }

  #given(): readonly Tree[] {
    this.#want('(')
    return this.#until(')')
  }

  #until(end: string): readonly Tree[] {
    const items: Tree[] = []
    if (this.#takes(end)) return items
    do items.push(this.#expression(0))
    while (this.#takes(','))
    this.#want(end)
    return items
  }

  #sign(): string {
    const token = this.#tokens[this.#at]
    return token?.kind === 'sign' ? token.text : ''
  }

  #takes(sign: string): boolean {
    if (this.#sign() !== sign) return false
    this.#at += 1
    return true
  }

  #want(sign: string): void {
    if (!this.#takes(sign)) throw new Unknown()
  }
}
