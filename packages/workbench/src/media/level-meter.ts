// How loud the microphone is, about twenty times a second, as 0 to 1.

const everyMs = 50
/** Speech is rarely louder than this RMS; the meter is full there. */
const fullAt = 0.25

/** RMS of samples between -1 and 1, on a scale on which quiet speech is seen. */
export function levelOf(samples: Float32Array): number {
  const power = samples.reduce((sum, sample) => sum + sample * sample, 0) / Math.max(1, samples.length)
  return Math.min(1, Math.sqrt(Math.sqrt(power) / fullAt))
}

export class LevelMeter {
  readonly #context: AudioContext
  readonly #timer: ReturnType<typeof setInterval>

  constructor(stream: MediaStream, onLevel: (level: number) => void) {
    this.#context = new AudioContext()
    const analyser = this.#context.createAnalyser()
    analyser.fftSize = 1024
    this.#context.createMediaStreamSource(stream).connect(analyser)
    const samples = new Float32Array(analyser.fftSize)
    this.#timer = setInterval(() => {
      analyser.getFloatTimeDomainData(samples)
      onLevel(levelOf(samples))
    }, everyMs)
  }

  close(): void {
    clearInterval(this.#timer)
    void this.#context.close()
  }
}
