// A number as it is spoken: what a service or an expression gave, digit for digit, without the noise of binary fractions.

export interface Decimal {
  readonly negative: boolean
  readonly whole: number
  /** Digits behind the point as they are to be spoken; '' for none. */
  readonly fraction: string
}

/** From here on nobody follows by ear, and a double no longer holds each digit. */
export const spokenBelow = 10 ** 15

const written = /^([+\-\u2212]?)(\d{1,3}(?:,\d{3})+|\d{1,16})(?:\.(\d{1,20}))?$/

/** Null when it is no number, or one of 10¹⁵ and more. Thousands may be set apart by commas. */
export function decimalOf(value: string | number | bigint): Decimal | null {
  const [, sign, digits, fraction = ''] = written.exec(textOf(value)) ?? []
  if (digits === undefined) return null
  const whole = Number(digits.replaceAll(',', ''))
  if (whole >= spokenBelow) return null
  return { negative: sign !== '' && sign !== '+' && (whole > 0 || /[1-9]/.test(fraction)), whole, fraction }
}

/** 0.1 + 0.2 is 0.3 to everybody but a processor. */
function textOf(value: string | number | bigint): string {
  if (typeof value !== 'number') return String(value).trim().normalize('NFKC')
  if (!Number.isFinite(value)) return ''
  const exact = Number(value.toPrecision(15))
  return Number.isInteger(exact) ? exact.toFixed(0) : exact.toFixed(10).replace(/0+$/, '')
}

/** In hundredths, rounded half away from zero; null from 10¹³ on, where hundredths are no longer exact. */
export function hundredthsOf({ whole, fraction }: Decimal): number | null {
  if (whole >= spokenBelow / 100) return null
  const places = fraction.padEnd(3, '0')
  return whole * 100 + Number(places.slice(0, 2)) + (places.charAt(2) >= '5' ? 1 : 0)
}
