// Identifiers that must be unique in space and time: 128 random bits, far beyond what collides (RFC 3261 section 19.3).

import { randomBytes } from 'node:crypto'
import { BRANCH_COOKIE } from '../message/via.ts'

export const randomId = (): string => randomBytes(16).toString('hex')

export const newBranch = (): string => `${BRANCH_COOKIE}${randomId()}`

/** At least 32 random bits are asked for; 64 keep lines short. */
export const newTag = (): string => randomBytes(8).toString('hex')
