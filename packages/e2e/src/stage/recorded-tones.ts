// What a recording has on each side, second by second.
import { readWave } from '@openseat/telephony'
import { toneLevelDb } from '@openseat/telephony/media/goertzel'

export interface RecordedTones {
  readonly seconds: number
  /** Levels in dBFS of each tone in one second of each side: `levels[side][tone]`, side 0 the customer's, 1 the agents'. */
  readonly at: (second: number) => readonly (readonly number[])[]
}

export async function recordedTones(file: Uint8Array, tones: readonly number[]): Promise<RecordedTones> {
  const { samples, sampleRate, durationMs } = await readWave(file)
  const part = (channel: Int16Array, second: number): Int16Array =>
    channel.subarray(Math.round(second * sampleRate), Math.round((second + 1) * sampleRate))
  return {
    seconds: durationMs / 1000,
    at: (second) => samples.map((channel) => tones.map((hertz) => toneLevelDb(part(channel, second), hertz, sampleRate))),
  }
}
