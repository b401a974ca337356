// What belongs to a contact's record beside the call itself: why the customer called, notes, and what was recorded.
import { z } from 'zod'
import { id, instant, text } from '../fields.ts'
import { limits } from '../limits.ts'

/** Call reasons (来电原因) make a tree, at most three levels deep. */
export const callReasonInputSchema = z.strictObject({
  name: text(limits.callReasonName),
  parentId: id.nullable().default(null),
  position: z.int().min(1).max(1_000).default(1),
})
export type CallReasonInput = z.input<typeof callReasonInputSchema>

export const callReasonSchema = z.object({ id, name: z.string(), parentId: id.nullable(), position: z.int() })
export type CallReason = z.output<typeof callReasonSchema>

/** What an agent writes in wrap-up (整理); each agent of a call has one. */
export const wrapUpInputSchema = z.strictObject({
  reasonId: id.nullable().default(null),
  notes: z.string().trim().max(limits.wrapUpNotes.max).default(''),
})
export type WrapUpInput = z.input<typeof wrapUpInputSchema>

export const wrapUpSchema = z.object({
  agentNumber: z.string(),
  reasonId: id.nullable(),
  /** Names from the root down, as they were when it was saved. */
  reasonPath: z.array(z.string()),
  notes: z.string(),
  savedAt: instant,
})
export type WrapUp = z.output<typeof wrapUpSchema>

/** `recording`: it goes on; `lost`: nothing could be kept of it; `deleted`: by the retention rule or by hand. */
export const recordingStatuses = ['recording', 'ready', 'lost', 'deleted'] as const

export const recordingSchema = z.object({
  recordingId: z.string(),
  startedAt: instant,
  durationMs: z.int().nullable(),
  bytes: z.int().nullable(),
  status: z.enum(recordingStatuses),
  /** When the retention rule deletes it. */
  deleteAt: instant.nullable(),
})
export type Recording = z.output<typeof recordingSchema>

/** Peaks of both sides, 0 to 1, evenly spread over the duration. */
export const waveformSchema = z.object({
  durationMs: z.int(),
  left: z.array(z.number()),
  right: z.array(z.number()),
})
