// Which microphone, camera and loudspeaker the person chose, per browser. `null` is the browser's own choice.
import { useStorage } from '@vueuse/core'

export const microphoneId = useStorage<string | null>('openseat.microphone', null, undefined, { serializer: plain() })
export const cameraId = useStorage<string | null>('openseat.camera', null, undefined, { serializer: plain() })
export const speakerId = useStorage<string | null>('openseat.speaker', null, undefined, { serializer: plain() })

function plain(): { read: (text: string) => string | null; write: (value: string | null) => string } {
  return { read: (text) => (text === '' ? null : text), write: (value) => value ?? '' }
}
