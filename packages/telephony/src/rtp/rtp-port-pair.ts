// A free pair of UDP ports, RTP on the even one, RTCP on the next (RFC 3550 section 11).

import { createSocket, type Socket } from 'node:dgram'
import { isIPv6 } from 'node:net'

export type PortPair = { rtp: Socket; rtcp: Socket; port: number }

const LOWEST = 16_384
const HIGHEST = 65_534
const TRIES = 100
/** How long a pair rests after a call: its peer may still be sending. */
const REST_MS = 5_000

/** By port of RTP, when its last call ended; of this process. */
const freedAt = new Map<number, number>()

/** Random pairs in the range until one is free, rested ones first. Rejects when none was found. */
export const openPortPair = async (address: string, [first, last]: readonly [number, number] = [LOWEST, HIGHEST]): Promise<PortPair> => {
  const pairs = Math.floor((last + 1 - first - (first % 2)) / 2)
  const tries = pairs > 0 ? TRIES : 0
  for (let i = 0; i < tries; i++) {
    const port = first + (first % 2) + 2 * Math.floor(Math.random() * pairs)
    if (i < tries / 2 && performance.now() - (freedAt.get(port) ?? -REST_MS) < REST_MS) continue
    const rtp = await bind(address, port)
    const rtcp = rtp && (await bind(address, port + 1))
    if (rtp !== undefined && rtcp !== undefined) {
      rtp.once('close', () => freedAt.set(port, performance.now()))
      return { rtp, rtcp, port }
    }
    rtp?.close()
  }
  throw new Error(`no free RTP ports in ${first}-${last}`)
}

const bind = (address: string, port: number): Promise<Socket | undefined> =>
  new Promise((resolve) => {
    const socket = createSocket(isIPv6(address) ? 'udp6' : 'udp4')
    socket.once('error', () => {
      socket.close()
      resolve(undefined)
    })
    socket.bind(port, address, () => {
      socket.removeAllListeners('error')
      socket.on('error', () => undefined)
      resolve(socket)
    })
  })
