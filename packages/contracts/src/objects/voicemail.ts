// Messages that callers leave with a queue (语音留言): they lie in the queue's mailbox until one of its agents has dealt with them.
import { z } from 'zod'
import { idText, instant } from '../fields.ts'
import { listQuerySchema } from '../rest/listing.ts'

/** `taken`: an agent deals with it. */
export const voicemailStates = ['new', 'taken', 'done'] as const
export type VoicemailState = (typeof voicemailStates)[number]

export const voicemailSchema = z.object({
  id: z.int(),
  /** Null once the queue is deleted. */
  queueId: z.int().nullable(),
  queueName: z.string(),
  callId: z.string(),
  /** Masked unless the reader may see numbers; empty when it was withheld: then there is nobody to call back. */
  callerNumber: z.string(),
  numbersMasked: z.boolean(),
  leftAt: instant,
  seconds: z.int(),
  /** False while it is being stored, and once its time is over. */
  isPlayable: z.boolean(),
  state: z.enum(voicemailStates),
  /** Who deals with it, or did. */
  agentNumber: z.string().nullable(),
  changedAt: instant.nullable(),
})
export type Voicemail = z.output<typeof voicemailSchema>

export const voicemailQuerySchema = listQuerySchema.extend({
  queueId: idText.optional(),
  state: z.enum([...voicemailStates, 'open']).optional(),
})

/** `new` gives it back. */
export const voicemailChangeSchema = z.strictObject({ state: z.enum(voicemailStates) })
