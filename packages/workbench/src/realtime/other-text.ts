// Who is at the other end, in one line.
import type { CallView } from '@openseat/contracts'
import { numberText } from '../ui/number-text.ts'

/** `138****5678`, `102 Li Na`, the queue's name, or that the number is withheld. */
export function otherText({ kind, number, name }: CallView['other']): string {
  if (kind === 'queue') return name || number
  return name === '' ? numberText(number) : [number, name].filter((part) => part !== '').join(' ')
}
