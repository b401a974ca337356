// Sound files that softphones say and keep: a tone to be said, and how long a tone was heard.

import { readWave } from '@openseat/telephony'
import { toneLevelDb } from '@openseat/telephony/media/goertzel'

/** How long a WAV file has the tone, by quarters of a second. */
export async function secondsOfTone(file: string, frequencyHz: number): Promise<number> {
  const { samples, sampleRate } = await readWave(file)
  const windowSamples = sampleRate / 4
  const [heard = new Int16Array()] = samples
  let windows = 0
  for (let at = 0; at + windowSamples <= heard.length; at += windowSamples) {
    if (toneLevelDb(heard.subarray(at, at + windowSamples), frequencyHz, sampleRate) > -40) windows++
  }
  return windows / 4
}

/** 16 bits, one channel, 8,000 samples a second. */
export function pcmWave(samples: Int16Array): Buffer {
  const header = Buffer.alloc(44)
  header.write('RIFF', 0)
  header.writeUInt32LE(36 + samples.byteLength, 4)
  header.write('WAVEfmt ', 8)
  header.writeUInt32LE(16, 16)
  header.writeUInt16LE(1, 20)
  header.writeUInt16LE(1, 22)
  header.writeUInt32LE(8000, 24)
  header.writeUInt32LE(16_000, 28)
  header.writeUInt16LE(2, 32)
  header.writeUInt16LE(16, 34)
  header.write('data', 36)
  header.writeUInt32LE(samples.byteLength, 40)
  return Buffer.concat([header, Buffer.from(samples.buffer, samples.byteOffset, samples.byteLength)])
}
