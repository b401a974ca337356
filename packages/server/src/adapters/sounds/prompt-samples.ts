// The samples of a file that `promptWave` made, as it lies in memory.

const headerBytes = 44

export function samplesOf(file: Uint8Array): Int16Array {
  const audio = Buffer.from(file.buffer, file.byteOffset, file.byteLength).subarray(headerBytes)
  return Int16Array.from({ length: Math.floor(audio.length / 2) }, (_, i) => audio.readInt16LE(2 * i))
}
