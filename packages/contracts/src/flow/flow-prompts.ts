// What is said to the customer: recordings, texts with `{{ expressions }}`, values read out.
import { z } from 'zod'
import { text, whole } from '../fields.ts'
import { flowLimits } from './flow-limits.ts'

export const flowLanguages = ['zh-CN', 'en'] as const
export type FlowLanguage = (typeof flowLanguages)[number]

export const readOutKinds = ['number', 'digits', 'phone', 'money', 'date', 'time', 'percent', 'duration', 'ordinal'] as const
export type ReadOutKind = (typeof readOutKinds)[number]

export const expressionSchema = text(flowLimits.expression)
/** A text in which `{{ }}` hold expressions. */
export const templateSchema = text(flowLimits.text)

export const promptSchema = z.discriminatedUnion('kind', [
  /** By its code in the tenant's library. */
  z.strictObject({ kind: z.literal('file'), prompt: text({ min: 1, max: 64 }) }),
  z.strictObject({ kind: z.literal('text'), text: templateSchema }),
  z.strictObject({ kind: z.literal('readOut'), as: z.enum(readOutKinds), value: expressionSchema }),
])
export type FlowPrompt = z.output<typeof promptSchema>

export const promptsSchema = z.array(promptSchema).min(1).max(flowLimits.prompts)
export const optionalPromptsSchema = z.array(promptSchema).max(flowLimits.prompts).default([])

export const keySchema = z.string().regex(/^[0-9*#]$/, { error: 'flowKey' })

/** How often and how patiently keys are asked for. Prompts of a retry: empty says the first ones again. */
export const askingFields = {
  prompts: promptsSchema,
  firstDigitSeconds: whole(flowLimits.firstDigit).default(flowLimits.firstDigit.default),
  retries: whole(flowLimits.retries).default(flowLimits.retries.default),
  noInputPrompts: optionalPromptsSchema,
  invalidPrompts: optionalPromptsSchema,
  /** Keys that were pressed before are forgotten. */
  clearKeys: z.boolean().default(false),
}
