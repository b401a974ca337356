// A customer's answer as a sample to compose on: its shape stays, and what it says of a person does not. Short codes and
// whole small numbers stay, for conditions are written on them.
import { isObject } from './answer-text.ts'

const shortCode = 4
const smallNumber = 10_000

export function maskedSample(text: string): string {
  try {
    return JSON.stringify(masked(JSON.parse(text)))
  } catch {
    return maskedText(text)
  }
}

function masked(value: unknown): unknown {
  if (typeof value === 'string') return maskedText(value)
  if (typeof value === 'number') return Number.isInteger(value) && Math.abs(value) < smallNumber ? value : 0
  if (Array.isArray(value)) return value.map(masked)
  if (!isObject(value)) return value
  if (Array.isArray(value['values']) && value['objectName'] !== undefined) return { ...value, values: value['values'].map(maskedValue) }
  return Object.fromEntries(Object.entries(value).map(([key, below]) => [key, masked(below)]))
}

/** In the specified shape all but the value is the company's own. */
function maskedValue(wire: unknown): unknown {
  if (!isObject(wire)) return masked(wire)
  return String(wire['type']) === '5' ? wire : { ...wire, value: masked(wire['value']) }
}

function maskedText(text: string): string {
  // oxlint-disable-next-line no-control-regex
  if (text.length <= shortCode && /^[\x20-\x7e]*$/.test(text)) return text
  return text
    .replaceAll(/\p{Nd}/gu, '0')
    .replaceAll(/[A-Za-z]/g, 'x')
    .replaceAll(/[^\P{L}x]/gu, '某')
}
