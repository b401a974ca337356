// Who is at the other end, in one line.
import type { CallView } from '@openseat/contracts'

/** `138****5678`, `102 Li Na`, or the queue's name. */
export const otherText = ({ kind, number, name }: CallView['other']): string =>
  kind === 'queue' ? name || number : [number, name].filter((part) => part !== '').join(' ')
