import os from 'node:os'
import { Worker } from 'node:worker_threads'
import { expect, it } from 'vitest'

const code = `
import os from 'node:os'
import { parentPort } from 'node:worker_threads'
import { ownThread, standBack } from '${new URL('background-thread.ts', import.meta.url).href}'
standBack()
parentPort.postMessage([ownThread(), os.getPriority(ownThread())])
`

it('a thread that stands back leaves the rest of the program its priority', async () => {
  const worker = new Worker(new URL(`data:text/javascript,${encodeURIComponent(code)}`))
  const [thread, priority] = await new Promise<[number, number]>((resolve, reject) => {
    worker.once('message', resolve)
    worker.once('error', reject)
  })
  await worker.terminate()
  expect(thread).not.toBe(process.pid)
  expect(priority).toBe(10)
  expect(os.getPriority(process.pid)).toBeLessThan(10)
})
