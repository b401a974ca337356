// The browser telephone's socket (`/ws/phone`): a telephone for trying things, with a number of one's own choosing.
import { z } from 'zod'
import { matching } from '../fields.ts'
import { dialledNumberSchema } from '../objects/dialled-number.ts'
import type { ErrorParams } from '../app-error.ts'
import type { ErrorCode } from '../errors.ts'
import { mediaTypes, videoActions, type ReleaseCause } from '../objects/contact.ts'
import type { VideoState } from './agent-events.ts'
import { videoSignalSchema, type IceServer, type VideoSignal } from './video-signal.ts'

const sdp = z.string().min(1).max(65_536)

export const phoneClientFrameSchema = z.discriminatedUnion('type', [
  /** `token` from an earlier `registered` brings a call back after a reload or a lost connection. */
  z.strictObject({
    type: z.literal('register'),
    number: matching(/^\d{3,15}$/, 'digits'),
    token: z.string().min(16).max(64).nullable(),
  }),
  z.strictObject({
    type: z.literal('dial'),
    number: dialledNumberSchema,
    /** Attached data (随路数据) that the call brings along, as a click-to-call page would set it. */
    attachedData: z.record(z.string().min(1).max(64), z.string().max(4_096)).default({}),
    /** A video call begins with video as soon as it is answered. */
    media: z.enum(mediaTypes).default('audio'),
  }),
  z.strictObject({ type: z.literal('video'), action: z.enum(videoActions) }),
  z.strictObject({ type: z.literal('videoSignal'), session: z.int().min(0), signal: videoSignalSchema }),
  z.strictObject({ type: z.literal('answer') }),
  z.strictObject({ type: z.literal('hangUp') }),
  z.strictObject({ type: z.literal('mediaOffer'), sdp }),
  z.strictObject({ type: z.literal('pong'), t: z.number() }),
])
export type PhoneClientFrame = z.output<typeof phoneClientFrameSchema>

export type PhoneCallPhase = 'dialling' | 'waiting' | 'talking' | 'ringing'

export type PhoneServerFrame =
  /** The telephone's present call, if one goes on. */
  | {
      type: 'registered'
      number: string
      token: string
      call: { callId: string; phase: PhoneCallPhase; otherNumber: string } | null
      iceServers: readonly IceServer[]
    }
  | { type: 'call'; callId: string; phase: PhoneCallPhase; otherNumber: string }
  /** Send a new media offer: at the start of a call, and when audio was lost. */
  | { type: 'mediaWanted' }
  | { type: 'mediaAnswer'; sdp: string }
  /** `asked`: this telephone asked for video; `wanted`: the agent did. */
  | { type: 'video'; state: VideoState; session: number }
  | { type: 'videoSignal'; session: number; signal: VideoSignal }
  | { type: 'ended'; callId: string; cause: ReleaseCause }
  | { type: 'error'; code: ErrorCode; params: ErrorParams; message: string }
  | { type: 'ping'; t: number }
