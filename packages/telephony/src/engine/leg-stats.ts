// One leg's figures since its current connection began (a replaced leg begins anew).

export type LegStats = {
  connected: boolean
  /** RTP packets. */
  packetsReceived: number
  packetsSent: number
  /** Payload bytes without headers. */
  bytesReceived: number
  bytesSent: number
  /** RFC 3550 section 6.4.1: expected minus received, since the start; late packets count as received. */
  packetsLost: number
  /** packetsLost / expected, 0..1. */
  lossFraction: number
  /** RFC 3550 interarrival jitter of what we receive, milliseconds. */
  jitterMs: number
  /** From the peer's last receiver report; null until one came. */
  roundTripMs: number | null
  /** The peer's fraction lost of what we send, 0..1, from its last report; null until one came. */
  remoteLossFraction: number | null
  remoteJitterMs: number | null
  /** Of an encrypted SIP peer: forged, damaged or repeated packets, RTCP included. None of them is heard, or counted elsewhere. */
  packetsRefused: number
  /** 20 ms frames dropped since the jitter queue was full, and ticks in which the queue was empty. */
  framesDropped: number
  framesMissing: number
  /** RMS level of the last second, dBFS (0 = full scale, -96 = silence): what the leg says, and what it is sent. */
  levelInDb: number
  levelOutDb: number
}
