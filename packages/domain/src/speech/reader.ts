// What a language must be able to say. The values are checked before they come here.
import type { Decimal } from './decimal.ts'
import type { SpokenPieces } from './pieces.ts'

export const currencies = ['CNY', 'USD', 'HKD', 'EUR'] as const
export type Currency = (typeof currencies)[number]

export interface ClockFacts {
  readonly year: number
  /** 1 to 12. */
  readonly month: number
  readonly day: number
  readonly hour: number
  readonly minute: number
  readonly second: number
  /** 0 is Sunday. */
  readonly weekday: number
}

export interface SpanFacts {
  readonly days: number
  readonly hours: number
  readonly minutes: number
  readonly seconds: number
}

export interface Amount {
  readonly negative: boolean
  readonly hundredths: number
  readonly currency: Currency
}

export interface Reader {
  /** `counting`: a measure word follows (两位, not 二位). */
  number(value: Decimal, counting: boolean): SpokenPieces
  /** One character of `0-9 A-Z * # +` after the other, a pause between groups. */
  digits(groups: readonly string[]): SpokenPieces
  money(amount: Amount): SpokenPieces
  date(clock: ClockFacts, weekday: boolean): SpokenPieces
  time(clock: Pick<ClockFacts, 'hour' | 'minute' | 'second'>): SpokenPieces
  percent(value: Decimal): SpokenPieces
  duration(span: SpanFacts): SpokenPieces
  /** From 1 on. */
  ordinal(value: number): SpokenPieces
}
