// CPU per call and tick lateness of recorded calls between a SIP telephone (plain RTP) and a browser (WebRTC) through our
// mixer, beside rtpengine relaying the same calls without mixing or recording, in the same run.
import { existsSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { createMediaEngine } from '@openseat/telephony'
import { usageOf } from './crowd.ts'
import { milliseconds, printTable, type Row } from './figures/figures.ts'
import { LoadProcess } from './load-process.ts'
import type { Request } from './media-load.ts'
import { RtpEngine } from './rtpengine.ts'

const seconds = Number(process.argv[2] ?? 15)
const sizes = (process.argv[3] ?? '10,25,50').split(',').map(Number)

interface Offers {
  readonly index: number
  readonly web: string
  readonly rtp: string
}

const heard = async (load: LoadProcess<Request>, calls: number): Promise<string> => {
  const { web, rtp } = await load.ask<{ web: number; rtp: number }>({ type: 'heard' })
  return `${web + rtp} of ${calls * 2}`
}

async function ours(calls: number): Promise<Row> {
  const recordingFolder = await mkdtemp(path.join(tmpdir(), 'bench-media-'))
  const engine = createMediaEngine({ settings: { recordingFolder, roomsPerWorker: 100, workers: 2 } })
  const load = new LoadProcess<Request>('media-load.ts')
  try {
    for (let n = 0; n < calls; n += 1) {
      const room = `${n}`
      const { index, web, rtp } = await load.ask<Offers>({ type: 'offers' })
      await engine.openRoom(room)
      const { answerSdp } = await engine.openWebLeg({ room, leg: 'agent', offerSdp: web })
      await load.ask({ type: 'accept', index, answerSdp })
      await engine.openRtpLeg({ room, leg: 'customer' })
      const answer = await engine.answerRtpLeg({ room, leg: 'customer', direction: 'sendrecv', offerSdp: rtp })
      await load.ask({ type: 'speakTo', index, sdp: answer.answerSdp })
      await engine.startRecording({ room, recordingId: room, left: ['customer'], right: ['agent'] })
    }
    await delay(4_000)
    const before = await engine.health()
    await delay(seconds * 1000)
    const after = await engine.health()
    const used =
      after.workers.reduce((sum, worker) => sum + worker.cpuMs, 0) - before.workers.reduce((sum, worker) => sum + worker.cpuMs, 0)
    return {
      what: 'OpenSeat: mixed and recorded',
      calls,
      'CPU % of a core per call': ((used / (seconds * 1000) / calls) * 100).toFixed(2),
      'tick late p99 ms': milliseconds(Math.max(...after.workers.map((worker) => worker.tickLatenessP99Ms))),
      'ticks skipped': after.workers.reduce((sum, worker) => sum + worker.ticksSkipped, 0),
      'heard both ways': await heard(load, calls),
    }
  } finally {
    await engine.close()
    load.close()
    await rm(recordingFolder, { recursive: true, force: true })
  }
}

async function relayed(calls: number): Promise<Row> {
  const relay = await RtpEngine.open()
  const load = new LoadProcess<Request>('media-load.ts')
  try {
    for (let n = 0; n < calls; n += 1) {
      const { index, web } = await load.ask<Offers>({ type: 'offers' })
      const call = { 'call-id': `bench-${n}`, 'from-tag': 'a' }
      const toPhone = { command: 'offer', ...call, sdp: web, 'transport-protocol': 'RTP/AVP', ICE: 'remove', 'rtcp-mux': ['demux'] }
      const answer = await load.ask<string>({ type: 'answer', index, offerSdp: await relay.sdp(toPhone) })
      // werift does not read an `a=rtcp` without an address; with rtcp-mux it says nothing.
      const toBrowser = { command: 'answer', ...call, 'to-tag': 'b', sdp: answer, 'transport-protocol': 'UDP/TLS/RTP/SAVPF', ICE: 'force' }
      await load.ask({ type: 'accept', index, answerSdp: (await relay.sdp(toBrowser)).replace(/^a=rtcp:\d+\r?\n/m, '') })
    }
    await delay(4_000)
    const pid = relay.process.pid ?? 0
    const before = usageOf(pid).cpu
    await delay(seconds * 1000)
    const used = usageOf(pid).cpu - before
    return {
      what: 'rtpengine: relayed, userspace',
      calls,
      'CPU % of a core per call': ((used / seconds / calls) * 100).toFixed(2),
      'heard both ways': await heard(load, calls),
    }
  } finally {
    relay.close()
    load.close()
  }
}

const rows: Row[] = []
for (const calls of sizes) rows.push(await ours(calls))
if (!existsSync('/usr/bin/rtpengine'))
  process.stderr.write('rtpengine is not installed (Debian: rtpengine-daemon): its rows are left out\n')
else for (const calls of sizes) rows.push(await relayed(calls))
printTable('media', rows)
process.exit(0)
