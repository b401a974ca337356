// Values that people, programs and attackers send where something else was meant; seeded, so that a failure comes again.

import { z } from 'zod'

const texts: readonly string[] = [
  '',
  ' ',
  '\0',
  'a\0b',
  '\ud800',
  'x\udc00y',
  '%00',
  '%',
  '_%\\',
  `'`,
  `'; drop table contact; --`,
  '"',
  '{{x}}',
  '${x}',
  '\u202eabc\u2066',
  '\ufeffname',
  '😀'.repeat(30),
  'e\u0301',
  '李'.repeat(300),
  'x'.repeat(5_000),
  '-1',
  '0',
  '1e309',
  'NaN',
  '１２３',
  '9'.repeat(40),
  '+86 138-0013-8000',
  'http://[::1',
  'http://a b/',
  'javascript:alert(1)',
  'https://crm.example:8443@evil.example/',
  '__proto__',
  'constructor',
  'toString',
  '(a+)+$',
  '[',
  '2026-02-30',
  '0000-01-01T00:00:00Z',
  '0001-01-01T00:00:00Z',
  '9999-12-31T23:59:59Z',
  '2026-11-30T08:00:00Z',
  'a\r\nX-Y: z',
  '\u2028',
  '/',
  '/../..',
  '*',
  'null',
]

const numbers: readonly number[] = [
  0,
  -0,
  -1,
  1,
  2,
  1.5,
  32_768,
  2_147_483_647,
  2_147_483_648,
  -2_147_483_649,
  2 ** 53,
  1e21,
  1e308,
  -1e308,
]

interface Shape {
  readonly type?: string | readonly string[]
  readonly enum?: readonly unknown[]
  readonly const?: unknown
  readonly anyOf?: readonly Shape[]
  readonly oneOf?: readonly Shape[]
  readonly allOf?: readonly Shape[]
  readonly properties?: Readonly<Record<string, Shape>>
  readonly required?: readonly string[]
  readonly additionalProperties?: Shape | boolean
  readonly items?: Shape
  readonly minimum?: number
  readonly maximum?: number
  readonly maxLength?: number
  readonly default?: unknown
}

/** Mulberry32: small, seeded, good enough to choose by. */
function randomFrom(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}

export class OddValues {
  readonly #random: () => number

  constructor(seed: number) {
    this.#random = randomFrom(seed)
  }

  chance(share: number): boolean {
    return this.#random() < share
  }

  pick<T>(list: readonly T[]): T {
    const found = list[Math.floor(this.#random() * list.length)]
    if (found === undefined) throw new RangeError('nothing to pick from')
    return found
  }

  text(): string {
    return this.pick(texts)
  }

  /** Close enough to the schema that most of it is taken, and odd somewhere. */
  for(schema: z.ZodType): unknown {
    return this.#shaped(z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) as Shape)
  }

  #shaped(shape: Shape): unknown {
    if (this.chance(0.03)) return this.pick([null, [], {}, true, this.text(), this.pick(numbers)])
    const choices = shape.anyOf ?? shape.oneOf
    if (choices) return this.#shaped(this.pick(choices))
    if (shape.const !== undefined) return shape.const
    if (shape.enum) return this.pick(shape.enum)
    switch (Array.isArray(shape.type) ? shape.type[0] : shape.type) {
      case 'string':
        return this.#textFor(shape)
      case 'integer':
      case 'number':
        return this.#numberFor(shape)
      case 'boolean':
        return this.chance(0.5)
      case 'array':
        return Array.from({ length: Math.floor(this.#random() * 4) }, () => this.#shaped(shape.items ?? {}))
      case 'object':
        return this.#objectFor(shape)
      default:
        return this.chance(0.5) ? this.text() : this.pick(numbers)
    }
  }

  #textFor({ maxLength = 40 }: Shape): string {
    if (this.chance(0.5)) return this.text()
    return this.pick(['a', 'abc', '名称', 'name 1', '4466', '13800138000', 'https://crm.example/x', 'c1', 'x1']).slice(0, maxLength)
  }

  #numberFor({ minimum = 0, maximum = 100 }: Shape): number {
    if (this.chance(0.3)) return this.pick(numbers)
    return this.pick([minimum, maximum, minimum + 1, Math.floor((minimum + maximum) / 2), 1, 2, 3])
  }

  #objectFor({ properties = {}, required = [], additionalProperties }: Shape): Record<string, unknown> {
    const made: Record<string, unknown> = {}
    for (const [name, shape] of Object.entries(properties)) {
      if (required.includes(name) ? this.chance(0.97) : this.chance(0.5)) made[name] = this.#shaped(shape)
    }
    if (typeof additionalProperties === 'object') {
      for (let left = Math.floor(this.#random() * 3); left > 0; left -= 1) made[this.text() || 'c1'] = this.#shaped(additionalProperties)
    }
    if (this.chance(0.03)) Object.defineProperty(made, this.text() || 'x', { value: this.text(), enumerable: true })
    return made
  }
}
