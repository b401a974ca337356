// The process in which sound files of strangers are read: whatever they do to it, calls go on. Its argument names the MP3 decoder.
import { isMp3, mp3Seconds } from '@openseat/telephony/wave/mp3-frames'
import { SoundFault } from '@openseat/telephony/wave/sound-fault'
import { telephoneSound } from '@openseat/telephony/wave/telephone-sound'
import { promptWave } from '@openseat/telephony/wave/wave-header'
import { type HeardSound, isWave, readWholeWave } from '@openseat/telephony/wave/whole-wave'
import { ProgramFailed, runProgram } from '../../runtime/run-program.ts'
import type { SoundFormat, SoundJob, SoundResult } from './sound-job.ts'

/** What the decoder is asked for; the telephone needs less. */
const mp3Rate = 16_000
const decodeMs = 20_000
const decoder = process.argv[2] ?? ''

class NoDecoder extends Error {}

async function read(bytes: Buffer, mostSeconds: number): Promise<HeardSound & { format: SoundFormat }> {
  if (isWave(bytes) || !isMp3(bytes)) return { ...readWholeWave(bytes, mostSeconds), format: 'wav' }
  mp3Seconds(bytes, mostSeconds)
  if (decoder === '') throw new NoDecoder()
  const args = ['-q', '-s', '--rate', String(mp3Rate), '--mono', '--encoding', 's16', '--resample', 'fine', '-']
  const mostBytes = (mostSeconds + 2) * mp3Rate * 2
  const pcm = await runProgram({ program: decoder, args, input: bytes, milliseconds: decodeMs, mostBytes }).catch(refuse)
  if (pcm.length < 2) throw new SoundFault('broken')
  const samples = Float32Array.from({ length: Math.floor(pcm.length / 2) }, (_, i) => pcm.readInt16LE(2 * i))
  return { sampleRate: mp3Rate, samples, format: 'mp3' }
}

function refuse(error: unknown): never {
  if (error instanceof ProgramFailed) throw new SoundFault('broken', error.message)
  throw error
}

async function perform({ id, bytes, mostSeconds, trim }: SoundJob): Promise<SoundResult> {
  try {
    const { format, ...heard } = await read(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength), mostSeconds)
    const { samples, durationMs } = telephoneSound(heard, { trim })
    return { id, ok: true, wave: promptWave(samples), durationMs, format }
  } catch (error) {
    if (error instanceof SoundFault) return { id, ok: false, reason: error.reason, detail: error.detail }
    if (error instanceof NoDecoder) return { id, ok: false, reason: 'noMp3', detail: '' }
    throw error
  }
}

process.on('message', (job: SoundJob) => {
  // What is no fault of the file ends the process: the job fails, and the next one has a new process.
  void perform(job).then((result) => process.send?.(result))
})
process.on('disconnect', () => process.exit(0))
// Ctrl-C reaches the whole process group; the parent decides.
process.on('SIGINT', () => undefined)
