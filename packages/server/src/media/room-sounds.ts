// What is played to a leg for the sound of its plan, until the plan says another: the tenant's own prompt, or a generated sound.
import type { LegPlan, PromptKey, Sound } from '@openseat/domain'
import type { GeneratedSound, MediaEngine, PlaySource } from '@openseat/telephony'
import type { RoomState } from './room-state.ts'

const sounds: Readonly<Record<Sound, GeneratedSound | null>> = {
  silence: null,
  waitTone: 'queue-music',
  holdTone: 'hold-music',
  ringBack: 'ring-back',
}

export interface SoundParts {
  readonly engine: MediaEngine
  readonly prompt: (tenantId: number, key: PromptKey) => Promise<PlaySource | undefined>
  readonly failed: (error: unknown) => void
}

export async function setSound(parts: SoundParts, room: RoomState, { leg, sound, prompt }: LegPlan): Promise<void> {
  const { engine } = parts
  const usual = sounds[sound]
  const wanted = usual !== null && prompt !== undefined ? (`prompt ${prompt}` as const) : usual
  const { roomId } = room.plan
  const playing = room.playing.get(leg)
  if (playing?.sound === wanted || (!playing && !wanted)) return
  if (playing) await engine.stopPlay({ room: roomId, playId: playing.playId })
  room.playing.delete(leg)
  if (usual === null || wanted === null) return
  const play = (source: PlaySource) => engine.play({ room: roomId, leg, source, loop: true })
  const generated: PlaySource = { kind: 'generated', sound: usual }
  const own = prompt === undefined ? undefined : await ownPrompt(parts, room.tenantId, prompt)
  // Whoever waits hears something, also where the tenant's own cannot be played.
  const { playId } = await play(own ?? generated).catch((error: unknown) => {
    if (own === undefined) throw error
    parts.failed(error)
    return play(generated)
  })
  room.playing.set(leg, { sound: wanted, playId })
}

async function ownPrompt({ prompt, failed }: SoundParts, tenantId: number, key: PromptKey): Promise<PlaySource | undefined> {
  try {
    return await prompt(tenantId, key)
  } catch (error) {
    failed(error)
    return undefined
  }
}
