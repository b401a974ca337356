// A stranger who sprays audio over the whole range of ports, so that he is at each call before its caller speaks.

import { createSocket } from 'node:dgram'
import { writeRtp } from '@openseat/telephony/rtp/wire/rtp-wire'
import { everyUntil, type Door } from './door.ts'

const TICK_MS = 10

export const rtpDoor = (packetsPerSecond: number): Door => ({
  name: 'rtp',
  async start({ host, rtpPorts: [first, last] }, signal) {
    const stats = { sent: 0, heard: 0 }
    const socket = createSocket('udp4')
    socket.on('error', () => undefined)
    socket.on('message', () => (stats.heard += 1))
    await new Promise<void>((resolve) => socket.bind(0, '127.0.0.77', resolve))
    const payload = Buffer.alloc(160, 0x55)
    await everyUntil(TICK_MS, signal, () => {
      for (let i = 0; i < (packetsPerSecond * TICK_MS) / 1000; i += 1) {
        const n = stats.sent
        const packet = { ssrc: 77, payloadType: 8, sequenceNumber: n & 0xffff, timestamp: (160 * n) >>> 0, marker: false, payload }
        socket.send(writeRtp(packet), first + (n % (last - first + 1)), host)
        stats.sent += 1
      }
    })
    socket.close()
    return stats
  },
})
