import { EventEmitter } from 'node:events'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import type { WebSocket } from 'ws'
import { JsonSocket } from './socket.ts'

class QuietSocket extends EventEmitter {
  readonly OPEN = 1
  readyState = 1
  readonly bufferedAmount = 0
  readonly close = vi.fn(() => {
    this.readyState = 2
  })
  readonly terminate = vi.fn()
  readonly send = vi.fn()
}

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

it('what comes after the close is not heard, and a page that does not answer it is cut off', () => {
  const quiet = new QuietSocket()
  const frames: unknown[] = []
  const socket = new JsonSocket(quiet as unknown as WebSocket, {
    onFrame: (frame) => frames.push(frame),
    onClose: () => undefined,
    stillAllowed: () => Promise.resolve(true),
  })
  quiet.emit('message', Buffer.from('{"n":1}'))
  socket.close(4401)
  quiet.emit('message', Buffer.from('{"n":2}'))
  expect(frames).toEqual([{ n: 1 }])
  expect([quiet.close.mock.calls, quiet.terminate.mock.calls]).toEqual([[[4401]], []])
  vi.advanceTimersByTime(2_000)
  expect(quiet.terminate).toHaveBeenCalledOnce()
})
