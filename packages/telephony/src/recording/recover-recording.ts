// A recording whose writer died: its audio is complete up to the last second, only its head does not say how much there is.

import { open, stat, type FileHandle } from 'node:fs/promises'
import { MediaError } from '../media/media-error.ts'
import { STEREO_BYTES, stereoDurationMs, WAVE_HEADER_BYTES, waveHeader } from '../wave/wave-header.ts'
import { readWaveFormat } from '../wave/wave-format.ts'
import { renameDurably, writeAll, type RecordedFile } from './recording-file.ts'
import { PART_ENDING } from './recording-path.ts'

/**
 * Mends the unfinished file (`….wav.part`) and gives it its final name. Once is enough, again does no harm: where only
 * the final file is left, that is told. `MEDIA_DISK_FAULT`: not there, none of our recordings, or the disk refuses.
 */
export const recoverRecording = async (path: string): Promise<RecordedFile> => {
  if (!path.endsWith(PART_ENDING)) return completed(path)
  const finalPath = path.slice(0, -PART_ENDING.length)
  const handle = await open(path, 'r+').catch(() => undefined)
  if (handle === undefined) return completed(finalPath)
  try {
    const dataBytes = await mend(handle).finally(() => handle.close())
    await renameDurably(path, finalPath)
    return factsOf(finalPath, dataBytes)
  } catch (error) {
    throw diskFault(error)
  }
}

const mend = async (handle: FileHandle): Promise<number> => {
  const { size } = await handle.stat()
  if (!(await isOurs(handle))) throw new Error('no recording of ours')
  const audio = Math.max(0, size - WAVE_HEADER_BYTES)
  const dataBytes = audio - (audio % STEREO_BYTES)
  await handle.truncate(WAVE_HEADER_BYTES + dataBytes)
  await writeAll(handle, waveHeader(dataBytes), 0)
  await handle.sync()
  return dataBytes
}

/** A head that was never written, or whose block a loss of power left empty, is ours too. */
const isOurs = async (handle: FileHandle): Promise<boolean> => {
  const { buffer } = await handle.read(Buffer.alloc(WAVE_HEADER_BYTES), 0, WAVE_HEADER_BYTES, 0)
  const format = readWaveFormat({ bytes: buffer, fileBytes: WAVE_HEADER_BYTES })
  if (typeof format === 'string') return buffer.every((byte) => byte === 0)
  return format.encoding === 'mulaw' && format.channels === STEREO_BYTES && format.dataOffset === WAVE_HEADER_BYTES
}

const completed = async (path: string): Promise<RecordedFile> => {
  const { size } = await stat(path).catch((error: unknown) => {
    throw diskFault(error)
  })
  return factsOf(path, Math.max(0, size - WAVE_HEADER_BYTES))
}

const factsOf = (path: string, dataBytes: number): RecordedFile => ({
  path,
  durationMs: stereoDurationMs(dataBytes),
  bytes: WAVE_HEADER_BYTES + dataBytes,
})

const diskFault = (error: unknown): MediaError => new MediaError('MEDIA_DISK_FAULT', String(error))
