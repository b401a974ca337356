import type { Door } from './door.ts'
import { httpDoors } from './http-doors.ts'
import { rtpDoor } from './rtp-door.ts'
import { sipDoors } from './sip-doors.ts'

export interface SiegeStrength {
  /** Datagrams of SIP, and of RTP. */
  readonly messagesPerSecond: number
  /** Per port of SIP. */
  readonly connections: number
  /** Per door of HTTP; 0 leaves them alone. */
  readonly requestsPerSecond: number
  readonly httpConnections: number
}

export function allDoors({ messagesPerSecond, connections, requestsPerSecond, httpConnections }: SiegeStrength): readonly Door[] {
  return [
    ...sipDoors({ messagesPerSecond, connections }),
    rtpDoor(messagesPerSecond),
    ...httpDoors({ requestsPerSecond, connections: httpConnections }),
  ]
}
