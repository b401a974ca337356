// Ports that nobody uses now, so that several runs live side by side.
import { createSocket } from 'node:dgram'
import { createServer } from 'node:net'

/** Different from each other, since all are open before the first is given back. */
export async function freePorts(count: number): Promise<number[]> {
  const servers = await Promise.all(Array.from({ length: count }, () => listening()))
  const ports = servers.map(({ port }) => port)
  await Promise.all(servers.map(({ close }) => close()))
  return ports
}

async function listening(): Promise<{ port: number; close: () => Promise<void> }> {
  const server = createServer()
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(0, '127.0.0.1', resolve))
  const address = server.address()
  const port = typeof address === 'object' && address !== null ? address.port : 0
  return { port, close: () => new Promise((resolve) => server.close(() => resolve())) }
}

const blockSize = 200
const firstBlock = 33_000
const blocks = 130

/** A block of UDP ports for voice, such as `41000-41199`; its first port is free, and each run begins to look elsewhere. */
export async function freeVoicePorts(): Promise<string> {
  const start = Math.floor(Math.random() * blocks)
  for (let n = 0; n < blocks; n++) {
    const from = firstBlock + ((start + n) % blocks) * blockSize
    if (await isFree(from)) return `${from}-${from + blockSize - 1}`
  }
  throw new Error('no free UDP ports')
}

function isFree(port: number): Promise<boolean> {
  const socket = createSocket('udp4')
  return new Promise((resolve) => {
    socket.once('error', () => resolve(false))
    socket.bind(port, () => socket.close(() => resolve(true)))
  })
}
