// What the mixer exchanges with an edge (WebRTC now, plain RTP later): parsed RTP, without SRTP, sockets or extensions.

export type RtpIn = {
  ssrc: number
  payloadType: number
  sequenceNumber: number
  timestamp: number
  /** The first of a talk spurt or of a key press, as far as the peer says so. */
  marker?: boolean
  payload: Uint8Array
}

export type RtpOut = {
  ssrc: number
  payloadType: number
  sequenceNumber: number
  timestamp: number
  marker: boolean
  payload: Buffer
}
