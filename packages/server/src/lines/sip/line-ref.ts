// The name of a line, as a desk keeps it with a call: `sip/ID`, and behind it what it takes to hang up on the far end after a restart.
import { randomUUID } from 'node:crypto'

const prefix = 'sip/'

export const newLineRef = (farEnd: string | undefined): string => `${prefix}${randomUUID()}${farEnd === undefined ? '' : `/${farEnd}`}`

export const isLineRef = (ref: string): boolean => ref.startsWith(prefix)

/** Undefined: nobody is there to be hung up on, or nothing is known of them. */
export const farEndIn = (ref: string): string | undefined => (isLineRef(ref) ? ref.split('/')[2] : undefined)
