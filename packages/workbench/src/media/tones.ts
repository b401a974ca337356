// The sounds that the page makes itself, as samples between -1 and 1: no files, nothing to load when it rings.

export type ToneName = 'ring' | 'autoAnswer' | 'test'

interface Note {
  readonly hertz: number
  readonly atSeconds: number
  readonly seconds: number
}

interface Tone {
  readonly seconds: number
  readonly notes: readonly Note[]
}

const tones: Readonly<Record<ToneName, Tone>> = {
  // Two rising pairs and a pause; played in a loop.
  ring: {
    seconds: 2.8,
    notes: [
      { hertz: 659, atSeconds: 0, seconds: 0.5 },
      { hertz: 880, atSeconds: 0.18, seconds: 0.7 },
      { hertz: 659, atSeconds: 0.75, seconds: 0.5 },
      { hertz: 880, atSeconds: 0.93, seconds: 0.9 },
    ],
  },
  autoAnswer: {
    seconds: 0.45,
    notes: [
      { hertz: 880, atSeconds: 0, seconds: 0.15 },
      { hertz: 1175, atSeconds: 0.18, seconds: 0.25 },
    ],
  },
  test: {
    seconds: 1.2,
    notes: [
      { hertz: 523, atSeconds: 0, seconds: 0.5 },
      { hertz: 659, atSeconds: 0.25, seconds: 0.5 },
      { hertz: 784, atSeconds: 0.5, seconds: 0.7 },
    ],
  },
}

const loudness = 0.35
const attackSeconds = 0.012

/** One note at `seconds` after its beginning: a struck bar, quick up and slowly down. */
function noteSample(note: Note, seconds: number): number {
  if (seconds < 0 || seconds >= note.seconds) return 0
  const up = Math.min(1, seconds / attackSeconds)
  const down = Math.exp((-4 * seconds) / note.seconds)
  const turn = 2 * Math.PI * note.hertz * seconds
  return up * down * (Math.sin(turn) + 0.25 * Math.sin(3 * turn)) * loudness
}

export function toneSamples(name: ToneName, sampleRate: number): Float32Array<ArrayBuffer> {
  const { seconds, notes } = tones[name]
  const samples = new Float32Array(Math.round(seconds * sampleRate))
  samples.forEach((_, index) => {
    samples[index] = notes.reduce((sum, note) => sum + noteSample(note, index / sampleRate - note.atSeconds), 0)
  })
  return samples
}
