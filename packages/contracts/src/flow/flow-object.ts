// Flows as they are listed, worked on and published.
import { z } from 'zod'
import { id, instant, text } from '../fields.ts'
import { flowDocumentSchema, flowKinds } from './flow-document.ts'
import { flowLimits } from './flow-limits.ts'

/** Flows of scripts are not made yet. */
export const madeFlowKinds = ['ivr', 'chat', 'verification'] as const

/** `changed`: published, with a draft that is not. */
export const flowStates = ['draft', 'published', 'changed'] as const
export type FlowState = (typeof flowStates)[number]

export const flowUserSchema = z.object({
  object: z.enum(['calledRoute', 'skillQueue', 'flow']),
  name: z.string(),
})
export type FlowUser = z.output<typeof flowUserSchema>

export const flowSchema = z.object({
  id,
  name: z.string(),
  kind: z.enum(flowKinds),
  state: z.enum(flowStates),
  publishedRevision: z.int().nullable(),
  publishedAt: instant.nullable(),
  publishedBy: z.string(),
  changedAt: instant,
  changedBy: z.string(),
  /** Who leads to it. */
  users: z.array(flowUserSchema),
})
export type Flow = z.output<typeof flowSchema>

export const shownProblemSchema = z.object({
  /** One of `flowProblemWords`. */
  code: z.string(),
  severity: z.enum(['error', 'warning']),
  nodeId: z.string().nullable(),
  /** The node's title, or its kind. */
  node: z.string(),
  branch: z.string().nullable(),
  field: z.string().nullable(),
  range: z.object({ from: z.int(), to: z.int() }).nullable(),
  /** In the reader's language. */
  text: z.string(),
})
export type ShownProblem = z.output<typeof shownProblemSchema>

export const flowDraftSchema = z.object({
  flowId: id,
  document: flowDocumentSchema,
  /** Goes up with each save; a save names the one that it was made from. */
  revision: z.int(),
  /** False: it is what was published last. */
  isChanged: z.boolean(),
  changedAt: instant,
  changedBy: z.string(),
  problems: z.array(shownProblemSchema),
})
export type FlowDraft = z.output<typeof flowDraftSchema>

export const flowRevisionSchema = z.object({
  revision: z.int(),
  isPublished: z.boolean(),
  publishedAt: instant,
  publishedBy: z.string(),
  note: z.string(),
  contentHash: z.string(),
  nodes: z.int(),
})
export type FlowRevision = z.output<typeof flowRevisionSchema>

export const publishSchema = z.strictObject({
  /** Of the draft. */
  baseRevision: z.int().min(1),
  note: text(flowLimits.note),
  acceptWarnings: z.boolean().default(false),
})
