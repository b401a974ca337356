// What a standby answers while it waits: that it is alive, and that it is not ready.

import { createServer } from 'node:http'

export interface StandbyOptions {
  readonly host: string
  readonly port: number
}

/** Resolves to how to close it, when it listens. */
export async function serveStandby({ host, port }: StandbyOptions): Promise<() => Promise<void>> {
  const server = createServer((request, response) => {
    const alive = request.url === '/healthz'
    response.writeHead(alive ? 200 : 503, { 'content-type': 'application/json', connection: 'close' })
    response.end(JSON.stringify({ status: alive ? 'alive' : 'standby' }))
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen({ host, port }, resolve)
  })
  return async () => {
    const closed = new Promise((resolve) => server.close(resolve))
    server.closeAllConnections()
    await closed
  }
}
