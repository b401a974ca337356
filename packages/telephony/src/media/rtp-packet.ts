// What the mixer exchanges with an edge (WebRTC now, plain RTP later): parsed RTP, without SRTP, sockets or extensions.

export type RtpIn = {
  ssrc: number
  payloadType: number
  sequenceNumber: number
  timestamp: number
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
