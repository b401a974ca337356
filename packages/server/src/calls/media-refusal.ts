// What the media engine refuses, as the rest of the server tells it.
import { AppError } from '@openseat/contracts'
import { MediaError } from '@openseat/telephony'

export function asAppError(error: unknown): never {
  if (error instanceof MediaError) {
    const code = error.code === 'MEDIA_OFFER_REFUSED' ? 'MEDIA_OFFER' : 'MEDIA_FAILED'
    throw new AppError(code, { reason: error.message }, { cause: error })
  }
  throw error
}
