// A trunk's codecs as the audio side knows them.

import type { Trunk } from '@openseat/contracts'
import type { RtpLaw } from '@openseat/telephony'

export type Codec = 'pcma' | 'pcmu'

export const codecOrder: Readonly<Record<Trunk['codecs'], readonly Codec[]>> = {
  'pcma,pcmu': ['pcma', 'pcmu'],
  'pcmu,pcma': ['pcmu', 'pcma'],
  pcma: ['pcma'],
  pcmu: ['pcmu'],
}

const laws: Readonly<Record<Codec, RtpLaw>> = { pcma: 'alaw', pcmu: 'mulaw' }

/** In the trunk's order, those that it does not take left out; a telephone of ours has no wishes. */
export const wishesOf = (trunk: { readonly codecs: readonly Codec[] } | undefined): { laws?: readonly RtpLaw[] } =>
  trunk ? { laws: trunk.codecs.map((codec) => laws[codec]) } : {}
