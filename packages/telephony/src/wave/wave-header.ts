// The heads of the WAV files that we write. Recordings: stereo, G.711 mu-law, 8 kHz (WAVE_FORMAT_MULAW), always of one length.
// Prompts: one channel, PCM of 16 bits, 8 kHz.

import { SAMPLE_RATE } from '../media/frame.ts'

export const WAVE_HEADER_BYTES = 58
/** One sample left, one right. */
export const STEREO_BYTES = 2

const MULAW_CODE = 7
const PROMPT_HEADER_BYTES = 44

export const waveHeader = (dataBytes: number): Buffer => {
  const header = Buffer.alloc(WAVE_HEADER_BYTES)
  header.write('RIFF', 0, 'latin1')
  header.writeUInt32LE(WAVE_HEADER_BYTES - 8 + dataBytes, 4)
  header.write('WAVEfmt ', 8, 'latin1')
  header.writeUInt32LE(18, 16)
  header.writeUInt16LE(MULAW_CODE, 20)
  header.writeUInt16LE(STEREO_BYTES, 22)
  header.writeUInt32LE(SAMPLE_RATE, 24)
  header.writeUInt32LE(SAMPLE_RATE * STEREO_BYTES, 28)
  header.writeUInt16LE(STEREO_BYTES, 32)
  header.writeUInt16LE(8, 34)
  header.write('fact', 38, 'latin1')
  header.writeUInt32LE(4, 42)
  header.writeUInt32LE(dataBytes / STEREO_BYTES, 46)
  header.write('data', 50, 'latin1')
  header.writeUInt32LE(dataBytes, 54)
  return header
}

export const stereoDurationMs = (dataBytes: number): number => Math.round((dataBytes * 1000) / (SAMPLE_RATE * STEREO_BYTES))

/** A whole file of one channel. */
export const promptWave = (samples: Int16Array): Buffer => {
  const dataBytes = samples.length * 2
  const file = Buffer.alloc(PROMPT_HEADER_BYTES + dataBytes)
  file.write('RIFF', 0, 'latin1')
  file.writeUInt32LE(file.length - 8, 4)
  file.write('WAVEfmt ', 8, 'latin1')
  file.writeUInt32LE(16, 16)
  file.writeUInt16LE(1, 20)
  file.writeUInt16LE(1, 22)
  file.writeUInt32LE(SAMPLE_RATE, 24)
  file.writeUInt32LE(SAMPLE_RATE * 2, 28)
  file.writeUInt16LE(2, 32)
  file.writeUInt16LE(16, 34)
  file.write('data', 36, 'latin1')
  file.writeUInt32LE(dataBytes, 40)
  for (let i = 0; i < samples.length; i++) file.writeInt16LE(samples[i] ?? 0, PROMPT_HEADER_BYTES + 2 * i)
  return file
}
