// Memory and CPU per connected, signed-in agent at 5,000, beside bare sockets in the same run.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { setTimeout as delay } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import WebSocket from 'ws'
import { AgentBot, inParallel, openCrowd, usageOf } from './crowd.ts'
import { printTable, type Row } from './figures/figures.ts'

const count = Number(process.argv[2] ?? 5_000)
const idleSeconds = 25
const port = 18_400

interface Measured {
  readonly connectSeconds: number
  readonly kilobytesEach: number
  readonly idleCpuPercent: number
}

async function measure(pid: number, connect: () => Promise<void>): Promise<Measured> {
  const before = usageOf(pid)
  const began = performance.now()
  await connect()
  const connectSeconds = (performance.now() - began) / 1000
  await delay(2_000)
  const settled = usageOf(pid)
  await delay(idleSeconds * 1000)
  const after = usageOf(pid)
  return {
    connectSeconds,
    kilobytesEach: (after.memory - before.memory) / 1024 / count,
    idleCpuPercent: ((after.cpu - settled.cpu) / idleSeconds) * 100,
  }
}

const row = (what: string, { connectSeconds, kilobytesEach, idleCpuPercent }: Measured): Row => ({
  what,
  connected: count,
  'connect all s': connectSeconds.toFixed(1),
  'memory kB each': kilobytesEach.toFixed(1),
  'CPU % of a core, idle': idleCpuPercent.toFixed(1),
})

async function openSeat(): Promise<Row> {
  const crowd = await openCrowd({ agents: count, port, enterpriseOrigin: 'http://localhost:8090' })
  const bots: AgentBot[] = []
  try {
    const measured = await measure(crowd.pid, async () => {
      await inParallel(crowd.tokens, 50, async (token) => {
        const signedIn = Promise.withResolvers<void>()
        const bot = await AgentBot.connect(crowd.origin, token, (frame) => {
          if (frame.type === 'result') signedIn.resolve()
        })
        bots.push(bot)
        bot.command({ kind: 'signIn', queueIds: [1], device: 'browser' })
        await signedIn.promise
      })
    })
    return row('OpenSeat, signed in', measured)
  } finally {
    for (const bot of bots) bot.close()
    await crowd.close()
  }
}

async function bareSockets(): Promise<Row> {
  const echo = spawn(process.execPath, [fileURLToPath(new URL('echo-server.ts', import.meta.url)), String(port + 1)], { stdio: 'inherit' })
  await delay(1_000)
  const sockets: WebSocket[] = []
  try {
    const measured = await measure(echo.pid ?? 0, async () => {
      await inParallel(Array.from({ length: count }), 50, async () => {
        const socket = new WebSocket(`ws://127.0.0.1:${port + 1}`, { perMessageDeflate: false })
        sockets.push(socket)
        await once(socket, 'open')
        socket.send('hello')
        await once(socket, 'message')
      })
    })
    return row('floor: bare ws echo', measured)
  } finally {
    for (const socket of sockets) socket.terminate()
    echo.kill()
  }
}

printTable('agents', [await openSeat(), await bareSockets()])
process.exit(0)
