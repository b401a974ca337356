// A visitor's socket (`/ws/visitor`): the browser telephone's frames, but a widget in place of a number, and in place of
// freely chosen data what the company's server has signed. The server answers with PhoneServerFrame.
import { z } from 'zod'
import { limits } from '../limits.ts'
import { mediaTypes } from '../objects/contact.ts'
import { phoneClientFrameSchema } from './phone-socket.ts'

const [, , video, videoSignal, , hangUp, mediaOffer, pong] = phoneClientFrameSchema.options

export const visitorClientFrameSchema = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('open'),
    /** The widget's public id. */
    widget: z.string().min(1).max(64),
    /** From an earlier `registered`: brings a call back after a reload or a lost connection. */
    token: z.string().min(16).max(64).nullable(),
  }),
  z.strictObject({
    type: z.literal('dial'),
    /** A pass that the company's server made; null: an anonymous visitor. */
    pass: z
      .string()
      .max(limits.attachedDataBytes * 2)
      .nullable(),
    media: z.enum(mediaTypes),
  }),
  video,
  videoSignal,
  hangUp,
  mediaOffer,
  pong,
])
export type VisitorClientFrame = z.output<typeof visitorClientFrameSchema>
