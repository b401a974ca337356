// Where a value stands in a JSON text, so that a problem leads to its place.

export interface TextRange {
  readonly from: number
  readonly to: number
}

/** Of the value at a path such as `nodes.n1.config.rows.0.value`; of its nearest parent where it is not there. Null: no JSON. */
export function placeIn(text: string, path: readonly string[]): TextRange | null {
  try {
    return new Places(text, path).find()
  } catch (error) {
    if (error instanceof SyntaxError) return null
    throw error
  }
}

class Places {
  readonly #text: string
  readonly #path: readonly string[]
  #at = 0
  #best: TextRange = { from: 0, to: 0 }
  #depth = -1

  constructor(text: string, path: readonly string[]) {
    this.#text = text
    this.#path = path
  }

  find(): TextRange {
    this.#value(0, true)
    return this.#best
  }

  /** `isOn`: the path leads here so far. */
  #value(depth: number, isOn: boolean): void {
    this.#space()
    const from = this.#at
    if (this.#peek() === '{') this.#members(depth, isOn)
    else if (this.#peek() === '[') this.#items(depth, isOn)
    else this.#scalar()
    if (!isOn || depth <= this.#depth) return
    this.#depth = depth
    this.#best = { from, to: this.#at }
  }

  #members(depth: number, isOn: boolean): void {
    this.#take('{')
    for (this.#space(); this.#peek() !== '}'; this.#space()) {
      const from = this.#at
      this.#scalar()
      const key: unknown = JSON.parse(this.#text.slice(from, this.#at))
      this.#space()
      this.#take(':')
      this.#value(depth + 1, isOn && key === this.#path[depth])
      this.#space()
      if (this.#peek() === ',') this.#take(',')
    }
    this.#take('}')
  }

  #items(depth: number, isOn: boolean): void {
    this.#take('[')
    this.#space()
    for (let index = 0; this.#peek() !== ']'; index += 1) {
      this.#value(depth + 1, isOn && String(index) === this.#path[depth])
      this.#space()
      if (this.#peek() === ',') this.#take(',')
      this.#space()
    }
    this.#take(']')
  }

  #scalar(): void {
    const found = /"(?:[^"\\]|\\.)*"|[^\s,:{}[\]"]+/y
    found.lastIndex = this.#at
    const match = found.exec(this.#text)
    if (!match) throw new SyntaxError(`nothing at ${this.#at}`)
    this.#at += match[0].length
  }

  #space(): void {
    while (/\s/.test(this.#peek())) this.#at += 1
  }

  #peek(): string {
    return this.#text[this.#at] ?? ''
  }

  #take(character: string): void {
    if (this.#peek() !== character) throw new SyntaxError(`${character} at ${this.#at}`)
    this.#at += 1
  }
}
