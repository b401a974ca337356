// What is played to a leg for the sound of its plan, until the plan says another.
import type { Sound } from '@openseat/domain'
import type { GeneratedSound, MediaEngine } from '@openseat/telephony'
import type { RoomState } from './room-state.ts'

const sounds: Readonly<Record<Sound, GeneratedSound | null>> = {
  silence: null,
  waitTone: 'queue-music',
  holdTone: 'hold-music',
  ringBack: 'ring-back',
}

export async function setSound(engine: MediaEngine, room: RoomState, { leg, sound }: { leg: string; sound: Sound }): Promise<void> {
  const wanted = sounds[sound]
  const { roomId } = room.plan
  const playing = room.playing.get(leg)
  if (playing?.sound === wanted || (!playing && !wanted)) return
  if (playing) await engine.stopPlay({ room: roomId, playId: playing.playId })
  room.playing.delete(leg)
  if (!wanted) return
  const { playId } = await engine.play({ room: roomId, leg, source: { kind: 'generated', sound: wanted }, loop: true })
  room.playing.set(leg, { sound: wanted, playId })
}
