// What two browsers tell each other to see each other: passed on by the server, never looked into. The agent's browser offers.
import { z } from 'zod'

const sdp = z.string().min(1).max(65_536)
/** Counts the offers of a session; what belongs to an earlier one is stale. */
const attempt = z.int().min(1).max(1_000_000)

export const videoSignalSchema = z.discriminatedUnion('kind', [
  /** The customer's page is there and waits for an offer: at the beginning, after a reload, after a loss. */
  z.strictObject({ kind: z.literal('ready') }),
  z.strictObject({ kind: z.literal('offer'), attempt, sdp }),
  z.strictObject({ kind: z.literal('answer'), attempt, sdp }),
  /** An ICE candidate as `RTCIceCandidate.toJSON()` gives it; null: there are no more. */
  z.strictObject({
    kind: z.literal('candidate'),
    attempt,
    candidate: z
      .strictObject({
        candidate: z.string().max(1_024),
        sdpMid: z.string().max(64).nullable(),
        sdpMLineIndex: z.int().min(0).max(64).nullable(),
        usernameFragment: z.string().max(256).nullable().optional(),
      })
      .nullable(),
  }),
  /** Whether the sender's camera is on: a picture that does not come is not the same as one that is not sent. */
  z.strictObject({ kind: z.literal('camera'), on: z.boolean() }),
])
export type VideoSignal = z.output<typeof videoSignalSchema>

/** A relay for browsers that cannot reach each other. */
export const iceServerSchema = z.object({ urls: z.array(z.string()), username: z.string().optional(), credential: z.string().optional() })
export type IceServer = z.output<typeof iceServerSchema>
