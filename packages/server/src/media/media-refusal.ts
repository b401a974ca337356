// What the media engine refuses, as the rest of the server tells it.
import { AppError } from '@openseat/contracts'
import { MediaError } from '@openseat/telephony'
import { comeAgainSeconds } from '../load/overload.ts'

/** No worker has room, or no ports are left. */
export const isFull = (error: unknown): boolean => error instanceof MediaError && error.code === 'MEDIA_NO_CAPACITY'

export function asAppError(error: unknown): never {
  if (error instanceof MediaError) {
    if (isFull(error)) throw new AppError('OVERLOADED', { seconds: comeAgainSeconds }, { cause: error })
    const code = error.code === 'MEDIA_OFFER_REFUSED' ? 'MEDIA_OFFER' : 'MEDIA_FAILED'
    throw new AppError(code, { reason: error.message }, { cause: error })
  }
  throw error
}
