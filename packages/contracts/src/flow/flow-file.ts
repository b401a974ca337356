// A flow as a file: its document with those of its sub-flows. What it names of the tenant's objects is numbered in the file, and
// their names stand beside: no id of a tenant, no address, no credential.
import { z } from 'zod'
import { id, text } from '../fields.ts'
import { flowDocumentSchema } from './flow-document.ts'
import { flowLimits } from './flow-limits.ts'

const number = z.int().min(1).max(10_000)
const numbered = z.record(z.string().regex(/^[1-9]\d{0,4}$/), text({ min: 1, max: 256 })).default({})

export const flowFileSchema = z.strictObject({
  format: z.literal('openseat-flow'),
  version: z.literal(1),
  /** The flow itself first. `flowId` in subFlow nodes is a number of these. */
  flows: z
    .array(z.strictObject({ number, document: flowDocumentSchema }))
    .min(1)
    .max(flowLimits.flowsPerFile),
  /** Names by the numbers that the documents have. */
  queues: numbered,
  interfaces: numbered,
  workingHours: numbered,
  tables: z
    .record(
      z.string().regex(/^[1-9]\d{0,4}$/),
      z.strictObject({ name: text({ min: 1, max: 256 }), columns: z.record(z.string().max(16), text({ min: 1, max: 256 })).default({}) }),
    )
    .default({}),
  /** Names by code. */
  prompts: z.record(z.string().max(64), z.string().max(256)).default({}),
})
export type FlowFile = z.output<typeof flowFileSchema>

/** What stands for the file's numbers here; what is left out or null is for the author to fill in the draft. */
const idByNumber = z.record(z.string().max(5), id.nullable()).default({})
export const flowMappingSchema = z.strictObject({
  queues: idByNumber,
  interfaces: idByNumber,
  workingHours: idByNumber,
  tables: idByNumber,
  prompts: z.record(z.string().max(64), z.string().max(64).nullable()).default({}),
})
export type FlowMapping = z.output<typeof flowMappingSchema>

export const mappedKinds = ['queues', 'interfaces', 'workingHours', 'tables', 'prompts'] as const

/** A reference of a file, and what has the same name here. */
export const fileReferenceSchema = z.object({
  kind: z.enum(mappedKinds),
  /** The file's number, or a prompt's code. */
  key: z.string(),
  name: z.string(),
  /** Null: nothing has this name. */
  match: z.union([z.int(), z.string()]).nullable(),
})
export type FileReference = z.output<typeof fileReferenceSchema>

/** What there is to choose from here. */
const choices = z.array(z.object({ value: z.union([z.int(), z.string()]), name: z.string() }))
export const flowChoicesSchema = z.object({
  queues: choices,
  interfaces: choices,
  workingHours: choices,
  tables: choices,
  prompts: choices,
})
export type FlowChoices = z.output<typeof flowChoicesSchema>
