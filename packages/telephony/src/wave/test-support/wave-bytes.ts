// For tests: WAV files of any kind.

type Shape = { code: number; bits: number; channels: number; sampleRate: number }
type Chunk = readonly [name: string, body: Buffer]

export const waveOf = (shape: Shape, data: Buffer, more: { before?: Chunk[]; subFormat?: number } = {}): Buffer => {
  const { before = [], subFormat } = more
  const body = [['fmt ', formatOf(shape, subFormat)], ...before, ['data', data]].map((chunk) => chunkOf(chunk as unknown as Chunk))
  return chunkOf(['RIFF', Buffer.concat([Buffer.from('WAVE'), ...body])])
}

/** 16 bits, one array per channel. */
export const pcmWave = (sampleRate: number, channels: readonly Int16Array[]): Buffer => {
  const frames = channels[0]?.length ?? 0
  const data = Buffer.alloc(frames * channels.length * 2)
  for (const [channel, samples] of channels.entries()) {
    for (let i = 0; i < frames; i++) data.writeInt16LE(samples[i] ?? 0, (i * channels.length + channel) * 2)
  }
  return waveOf({ code: 1, bits: 16, channels: channels.length, sampleRate }, data)
}

const formatOf = ({ code, bits, channels, sampleRate }: Shape, subFormat: number | undefined): Buffer => {
  const format = Buffer.alloc(subFormat === undefined ? 16 : 40)
  format.writeUInt16LE(code, 0)
  format.writeUInt16LE(channels, 2)
  format.writeUInt32LE(sampleRate, 4)
  format.writeUInt32LE((sampleRate * channels * bits) / 8, 8)
  format.writeUInt16LE((channels * bits) / 8, 12)
  format.writeUInt16LE(bits, 14)
  if (subFormat !== undefined) format.writeUInt16LE(subFormat, 24)
  return format
}

const chunkOf = ([name, body]: Chunk): Buffer => {
  const head = Buffer.alloc(8)
  head.write(name, 'latin1')
  head.writeUInt32LE(body.length, 4)
  return Buffer.concat([head, body, Buffer.alloc(body.length % 2)])
}
