// Call-progress tones of the Chinese network (GB 3380 cadences, 450 Hz) and the beep before an auto-answered call.

import { SAMPLE_RATE } from './frame.ts'

type Burst = { frequencyHz: number; onSeconds: number; offSeconds: number; amplitude: number }

const EDGE_SAMPLES = 40

/** A tone with 5 ms edges, so that it does not click, and its silence. */
const burst = ({ frequencyHz, onSeconds, offSeconds, amplitude }: Burst): Int16Array => {
  const on = Math.round(onSeconds * SAMPLE_RATE)
  const samples = new Int16Array(on + Math.round(offSeconds * SAMPLE_RATE))
  for (let i = 0; i < on; i++) {
    const edge = Math.min(1, i / EDGE_SAMPLES, (on - i) / EDGE_SAMPLES)
    samples[i] = Math.round(amplitude * edge * Math.sin((2 * Math.PI * frequencyHz * i) / SAMPLE_RATE))
  }
  return samples
}

export const ringBackTone = (): Int16Array => burst({ frequencyHz: 450, onSeconds: 1, offSeconds: 4, amplitude: 6000 })

export const busyTone = (): Int16Array => burst({ frequencyHz: 450, onSeconds: 0.35, offSeconds: 0.35, amplitude: 6000 })

export const beep = (): Int16Array => burst({ frequencyHz: 880, onSeconds: 0.2, offSeconds: 0.1, amplitude: 8000 })
