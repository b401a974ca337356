// What the engine plays for the sounds of a plan.
import type { Sound } from '@openseat/domain'
import type { GeneratedSound } from '@openseat/telephony'

export const sounds: Readonly<Record<Sound, GeneratedSound | null>> = {
  silence: null,
  waitTone: 'queue-music',
  holdTone: 'hold-music',
  ringBack: 'ring-back',
}
