import { fork } from 'node:child_process'
import { afterEach, expect, it } from 'vitest'
import { WeriftParty } from '../webrtc/werift-party.ts'
import { EventLog } from './event-log.ts'
import type { MediaEngine } from './media-engine.ts'
import { createMediaEngine } from './pooled-media-engine.ts'

const LIMIT = { timeout: 60_000 }

let engine: MediaEngine | undefined

afterEach(() => engine?.close())

const isAlive = (pid: number): boolean => {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}

const workerPid = async (of: MediaEngine): Promise<number> => (await of.health()).workers[0]?.pid ?? 0

it('reports each room of a killed worker as lost, rejects what was under way, and goes on with a new worker', LIMIT, async () => {
  engine = createMediaEngine({ settings: { addresses: ['127.0.0.1'] } })
  const log = new EventLog(engine)
  await engine.openRoom('one')
  await engine.openRoom('two')
  const pid = await workerPid(engine)
  process.kill(pid, 'SIGKILL')
  await expect(engine.stats({ room: 'one', leg: 'any' })).rejects.toMatchObject({ code: 'MEDIA_WORKER_LOST' })
  await log.until((event) => event.type === 'roomLost' && event.room === 'two')
  expect(log.events).toEqual([
    { type: 'roomLost', room: 'one' },
    { type: 'roomLost', room: 'two' },
  ])
  await expect(engine.closeRoom('one')).rejects.toMatchObject({ code: 'MEDIA_ROOM_UNKNOWN' })
  await engine.openRoom('one')
  const party = new WeriftParty({ toneHz: 1014 })
  const { answerSdp } = await engine.openWebLeg({ room: 'one', leg: 'customer', offerSdp: await party.offer() })
  await party.accept(answerSdp)
  await log.until((event) => event.type === 'legConnected')
  expect(await workerPid(engine)).not.toBe(pid)
  await party.close()
})

it('kills a worker that hangs, so that its calls can go on elsewhere', LIMIT, async () => {
  const faults: string[] = []
  engine = createMediaEngine({ settings: { livenessCheckMs: 500 }, onFault: (detail) => faults.push(detail) })
  const log = new EventLog(engine)
  await engine.openRoom('one')
  const pid = await workerPid(engine)
  process.kill(pid, 'SIGSTOP')
  await log.until((event) => event.type === 'roomLost')
  expect(faults).toEqual(['a media worker hung and was killed'])
  await engine.openRoom('one')
  expect(await workerPid(engine)).not.toBe(pid)
})

it('leaves a worker alone that gets the signals of a Ctrl-C in the terminal', LIMIT, async () => {
  engine = createMediaEngine()
  await engine.openRoom('one')
  const pid = await workerPid(engine)
  process.kill(pid, 'SIGINT')
  process.kill(pid, 'SIGTERM')
  await engine.openRoom('two')
  expect(await workerPid(engine)).toBe(pid)
})

it('leaves no worker behind when the server is killed', LIMIT, async () => {
  const server = fork(new URL('./server-to-kill.ts', import.meta.url), { execArgv: [], stdio: 'inherit' })
  const pid = await new Promise<number>((resolve) => server.once('message', (message) => resolve(Number(message))))
  expect(isAlive(pid)).toBe(true)
  server.kill('SIGKILL')
  await expect.poll(() => isAlive(pid), { timeout: 20_000 }).toBe(false)
})
