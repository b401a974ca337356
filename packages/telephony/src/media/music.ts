// Music written for this project and computed, so that there is no recording and no licence to ask for.
// Queue music: bright plucked arpeggios. Hold music: slow soft chords. Each keeps one note in all its chords,
// by which a test can tell them apart.

import { clampSample, SAMPLE_RATE } from './frame.ts'

/** In every bar of the queue music, and nowhere in the hold music: G5. */
export const QUEUE_MUSIC_HZ = 783.99
/** In every bar of the hold music, and nowhere in the queue music: A4. */
export const HOLD_MUSIC_HZ = 440

type Note = { midi: number; atSeconds: number; seconds: number; amplitude: number }
type Envelope = (second: number, seconds: number) => number

const hertz = (midi: number): number => 440 * 2 ** ((midi - 69) / 12)

const pluck: Envelope = (second) => Math.min(1, second * 200) * Math.exp(-4.5 * second)

const swell: Envelope = (second, seconds) => Math.min(1, second / 0.5, (seconds - second) / 0.5)

const addNote = (mix: Float64Array, note: Note, envelope: Envelope): void => {
  const start = Math.round(note.atSeconds * SAMPLE_RATE)
  const length = Math.round(note.seconds * SAMPLE_RATE)
  const step = (2 * Math.PI * hertz(note.midi)) / SAMPLE_RATE
  for (let i = 0; i < length; i++) {
    const value = Math.sin(step * i) + 0.25 * Math.sin(2 * step * i)
    const at = (start + i) % mix.length
    mix[at] = (mix[at] ?? 0) + note.amplitude * envelope(i / SAMPLE_RATE, note.seconds) * value
  }
}

/** Notes that ring beyond the end go on at the beginning, so that the loop has no seam. */
const render = (seconds: number, notes: readonly Note[], envelope: Envelope): Int16Array => {
  const mix = new Float64Array(seconds * SAMPLE_RATE)
  for (const note of notes) addNote(mix, note, envelope)
  return Int16Array.from(mix, (value) => clampSample(Math.round(value)))
}

const BEAT_SECONDS = 0.25
const ARPEGGIOS = [
  [60, 67, 72, 76, 79, 76, 72, 67],
  [59, 64, 71, 76, 79, 76, 71, 67],
  [64, 67, 72, 76, 79, 84, 79, 72],
  [59, 62, 67, 74, 79, 74, 71, 67],
]

/** C, Em, C/E, G; 8 s. */
export const queueMusic = (): Int16Array =>
  render(
    8,
    ARPEGGIOS.flat().map((midi, i) => ({ midi, atSeconds: i * BEAT_SECONDS, seconds: 1, amplitude: 4500 })),
    pluck,
  )

const CHORD_SECONDS = 4
const CHORDS = [
  [53, 60, 65, 69],
  [57, 60, 64, 69],
  [50, 57, 65, 69],
  [52, 60, 64, 69],
]

/** Fmaj, Am, Dm, Am/E; 16 s. */
export const holdMusic = (): Int16Array =>
  render(
    16,
    CHORDS.flatMap((chord, i) =>
      chord.map((midi) => ({ midi, atSeconds: i * CHORD_SECONDS, seconds: CHORD_SECONDS + 0.5, amplitude: 2200 })),
    ),
    swell,
  )
