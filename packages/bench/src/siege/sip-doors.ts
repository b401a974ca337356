// Strangers at the SIP ports: datagrams from many addresses and in the trunk's own name, connections that say nothing, little
// by little, or nonsense, and handshakes of TLS that are not gone through with.

import { createSocket, type Socket as Datagrams } from 'node:dgram'
import { connect, type Socket } from 'node:net'
import { everyUntil, type Door } from './door.ts'
import { strangerAddress, strangerAddresses } from './stranger-address.ts'
import { strangeMessage } from './strange-messages.ts'

const TICK_MS = 10

async function datagramsFrom(address: string, onAnswer: () => void): Promise<Datagrams> {
  const socket = createSocket('udp4')
  socket.on('error', () => undefined)
  socket.on('message', onAnswer)
  await new Promise<void>((resolve) => socket.bind(0, address, resolve))
  return socket
}

interface Flood {
  readonly name: string
  readonly asTrunk: boolean
  readonly perSecond: number
}

const datagrams = ({ name, asTrunk, perSecond }: Flood): Door => ({
  name,
  async start({ host, sip: { udp }, trunkHost }, signal) {
    if (udp === undefined) return {}
    const stats = { sent: 0, answered: 0 }
    const sockets = await Promise.all(
      (asTrunk ? [trunkHost] : strangerAddresses()).map((address) => datagramsFrom(address, () => (stats.answered += 1))),
    )
    await everyUntil(TICK_MS, signal, () => {
      for (let i = 0; i < (perSecond * TICK_MS) / 1000; i += 1) {
        sockets[stats.sent % sockets.length]?.send(strangeMessage(stats.sent, 'UDP', asTrunk), udp, host)
        stats.sent += 1
      }
    })
    for (const socket of sockets) socket.close()
    return stats
  },
})

interface Crowding {
  readonly transport: 'tcp' | 'tls'
  readonly connections: number
}

/** Opens what is closed again, as long as it lasts. */
const connections = ({ transport, connections: wanted }: Crowding): Door => ({
  name: `${transport} connections`,
  async start({ host, sip: { [transport]: port } }, signal) {
    if (port === undefined) return {}
    const stats = { opened: 0, closed: 0, answered: 0 }
    const open = new Set<Socket>()
    const another = (): void => {
      const n = stats.opened
      const socket = connect({ host, port, localAddress: strangerAddress(n) })
      stats.opened += 1
      open.add(socket)
      socket.on('error', () => undefined)
      socket.on('data', () => (stats.answered += 1))
      socket.on('close', () => {
        open.delete(socket)
        stats.closed += 1
      })
      // A third is silent, a third speaks letter by letter, a third at once.
      if (n % 3 === 2) socket.write(strangeMessage(n, 'TCP'))
    }
    await everyUntil(TICK_MS, signal, () => {
      for (let i = 0; i < 20 && open.size < wanted; i += 1) another()
      const [first] = open
      if (first !== undefined) first.write('O')
    })
    for (const socket of open) socket.destroy()
    return stats
  },
})

export interface Strength {
  readonly messagesPerSecond: number
  readonly connections: number
}

export const sipDoors = ({ messagesPerSecond, connections: wanted }: Strength): readonly Door[] => [
  datagrams({ name: 'udp', asTrunk: false, perSecond: messagesPerSecond }),
  datagrams({ name: 'udp in the trunk’s name', asTrunk: true, perSecond: messagesPerSecond / 2 }),
  connections({ transport: 'tcp', connections: wanted }),
  connections({ transport: 'tls', connections: wanted }),
]
