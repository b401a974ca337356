import { matchingNumber } from '../fields.ts'
import { limits } from '../limits.ts'

/** What may be dialled: digits and the two keys. */
export const dialledNumberSchema = matchingNumber(/^[0-9*#]+$/, 'dialString')
  .min(limits.dialledNumber.min)
  .max(limits.dialledNumber.max)
