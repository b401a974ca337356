// What two browsers tell each other to see each other: passed on by the server, never looked into. The agent's browser offers.
import { z } from 'zod'

export const videoSignalSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('offer'), sdp: z.string().min(1).max(65_536) }),
  z.strictObject({ kind: z.literal('answer'), sdp: z.string().min(1).max(65_536) }),
  /** An ICE candidate as `RTCIceCandidate.toJSON()` gives it; null: there are no more. */
  z.strictObject({
    kind: z.literal('candidate'),
    candidate: z
      .strictObject({
        candidate: z.string().max(1_024),
        sdpMid: z.string().max(64).nullable(),
        sdpMLineIndex: z.int().min(0).max(64).nullable(),
        usernameFragment: z.string().max(256).nullable().optional(),
      })
      .nullable(),
  }),
])
export type VideoSignal = z.output<typeof videoSignalSchema>
