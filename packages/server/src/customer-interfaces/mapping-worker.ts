// The thread in which mappings run: an expression that does not end, or fills the memory, ends with it. See MappingRunner.
import { parentPort } from 'node:worker_threads'
import type { InterfaceMapping } from '@openseat/contracts'
import { parseAnswer } from '@openseat/domain/custom-page/interface-answer'
import { type MappedAnswer, mapAnswer } from '@openseat/domain/custom-page/mapping'
import { standBack } from '../load/background-thread.ts'

standBack()

export interface MappingJob {
  readonly mapping: InterfaceMapping
  /** The answer as it came. */
  readonly text: string
}

export type FromMappingThread = 'ready' | MappedAnswer

const tell = (message: FromMappingThread): void => parentPort?.postMessage(message, [])

async function done({ mapping, text }: MappingJob): Promise<MappedAnswer> {
  const parsed = parseAnswer(text)
  return 'fault' in parsed ? { ok: false, fault: parsed.fault } : mapAnswer(mapping, parsed.json)
}

parentPort?.on('message', (job: MappingJob) => {
  // What is thrown here is a bug: it ends the thread, and the job with it.
  void done(job).then(tell)
})
tell('ready')
