// Plays the page's own tones. A browser keeps a page silent until its user has clicked: `isBlocked` tells, `unlock` is
// to be called from a click.
import { ref } from 'vue'
import { toneSamples, type ToneName } from './tones.ts'

let context: AudioContext | null = null
let ringing: AudioBufferSourceNode | null = null

/** The page may not make a sound before the next click. */
export const soundIsBlocked = ref(false)

function soundContext(): AudioContext {
  if (context) return context
  const made = new AudioContext()
  made.onstatechange = () => {
    if (made.state === 'running') soundIsBlocked.value = false
  }
  context = made
  return made
}

/** Call from a click or key press. */
export async function unlockSound(): Promise<void> {
  await soundContext().resume()
  soundIsBlocked.value = soundContext().state !== 'running'
}

function play(name: ToneName, loop: boolean): AudioBufferSourceNode {
  const target = soundContext()
  const buffer = target.createBuffer(1, Math.max(1, toneSamples(name, target.sampleRate).length), target.sampleRate)
  buffer.copyToChannel(toneSamples(name, target.sampleRate), 0)
  const source = target.createBufferSource()
  Object.assign(source, { buffer, loop })
  source.connect(target.destination)
  source.start()
  // A blocked context neither fails nor plays; it stays suspended.
  if (target.state === 'suspended') {
    soundIsBlocked.value = true
    void target.resume()
  }
  return source
}

export const playTone = (name: Exclude<ToneName, 'ring'>): void => void play(name, false)

export function startRinging(): void {
  ringing ??= play('ring', true)
}

export function stopRinging(): void {
  ringing?.stop()
  ringing?.disconnect()
  ringing = null
}

/** Sends the tones to the chosen loudspeaker where the browser can. */
export async function useSpeaker(deviceId: string | null): Promise<void> {
  const target = soundContext() as AudioContext & { setSinkId?: (id: string) => Promise<void> }
  await target.setSinkId?.(deviceId ?? '').catch(() => undefined)
}
