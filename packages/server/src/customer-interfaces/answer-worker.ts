// The thread in which large answers are read: signalling and audio do not wait for them. See AnswerReader.
import { parentPort } from 'node:worker_threads'
import type { MappedAnswer } from '@openseat/domain/custom-page/mapping'
import { standBack } from '../load/background-thread.ts'
import { type AnswerJob, cardsIn } from './answer-cards.ts'

standBack()

const tell = (cards: MappedAnswer): void => parentPort?.postMessage(cards, [])

// What is thrown here is a bug: it ends the thread, and the job with it.
parentPort?.on('message', (job: AnswerJob) => tell(cardsIn(job)))
