// What the main process asks of a sound worker, and what it answers. Both ends are ours and of one version.
import type { SoundFaultReason } from '@openseat/telephony/wave/sound-fault'

export interface SoundJob {
  readonly id: number
  readonly bytes: Uint8Array
  readonly mostSeconds: number
  readonly trim: boolean
}

export type SoundFormat = 'wav' | 'mp3'

/** `noMp3`: this installation has no decoder for it. */
export type SoundRefusal = SoundFaultReason | 'noMp3'

export type SoundResult =
  | { readonly id: number; readonly ok: true; readonly wave: Uint8Array; readonly durationMs: number; readonly format: SoundFormat }
  | { readonly id: number; readonly ok: false; readonly reason: SoundRefusal; readonly detail: string }
