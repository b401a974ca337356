// A WAV file with one endless sine: what a party's microphone hears. Chromium plays it round and round.
import { writeFile } from 'node:fs/promises'

const sampleRate = 48_000
/** Whole periods of any whole number of hertz: the seam is not heard. */
const seconds = 4
const amplitude = 9_000
const headerBytes = 44

export const writeToneFile = (file: string, hertz: number): Promise<void> => writeFile(file, toneWave(hertz))

export function toneWave(hertz: number): Buffer {
  const samples = sampleRate * seconds
  const wav = Buffer.alloc(headerBytes + samples * 2)
  writeHeader(wav, samples * 2)
  for (let n = 0; n < samples; n++) {
    wav.writeInt16LE(Math.round(amplitude * Math.sin((2 * Math.PI * hertz * n) / sampleRate)), headerBytes + n * 2)
  }
  return wav
}

function writeHeader(wav: Buffer, dataBytes: number): void {
  wav.write('RIFF', 0)
  wav.writeUInt32LE(headerBytes - 8 + dataBytes, 4)
  wav.write('WAVEfmt ', 8)
  wav.writeUInt32LE(16, 16)
  wav.writeUInt16LE(1, 20)
  wav.writeUInt16LE(1, 22)
  wav.writeUInt32LE(sampleRate, 24)
  wav.writeUInt32LE(sampleRate * 2, 28)
  wav.writeUInt16LE(2, 32)
  wav.writeUInt16LE(16, 34)
  wav.write('data', 36)
  wav.writeUInt32LE(dataBytes, 40)
}
