// A connection that is answered while its caller is still sending is closed on our side first, and what comes is thrown
// away for a moment: closed at once it would be reset, and the caller would see that instead of the answer.

import type { Server } from 'node:http'
import type { Socket } from 'node:net'

const lingerMs = 2_000

export function lingerOnClose(server: Server): void {
  server.on('connection', (socket: Socket) => {
    // What Node does with a connection after its last answer.
    socket.destroySoon = () => {
      if (socket.writable) socket.end()
      socket.resume()
      const timer = setTimeout(() => socket.destroy(), lingerMs).unref()
      socket.once('close', () => clearTimeout(timer))
    }
  })
}
