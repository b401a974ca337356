// The door to sdp-transform 3.0.0, which brings no types: the part of it that we use.

import { createRequire } from 'node:module'
import type { CryptoAttribute } from './crypto-attribute.ts'

type Rtp = { payload: number; codec: string; rate?: number; encoding?: number }
type Fmtp = { payload: number; config: string }
type Connection = { version: number; ip: string }
export type Direction = 'sendrecv' | 'sendonly' | 'recvonly' | 'inactive'
export type Media = {
  type: string
  port: number
  protocol: string
  payloads?: string | number
  rtp: Rtp[]
  fmtp: Fmtp[]
  connection?: Connection
  direction?: Direction
  ptime?: number
  maxptime?: number
  rtcp?: { port: number; address?: string }
  /** The word itself. */
  rtcpMux?: string
  crypto?: CryptoAttribute[]
}
export type Session = {
  version?: number
  origin?: { username: string; sessionId: number | string; sessionVersion: number; netType: string; ipVer: number; address: string }
  name?: string
  timing?: { start: number; stop: number }
  connection?: Connection
  direction?: Direction
  media: Media[]
}

const require = createRequire(import.meta.url)
const library = require('sdp-transform') as { parse: (sdp: string) => Session; write: (session: Session) => string }

/** May throw on what is no SDP. */
export const readSession = (sdp: string): Session => library.parse(sdp)

export const writeSession = (session: Session): string => library.write(session)
