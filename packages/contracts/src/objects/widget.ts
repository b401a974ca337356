// Web call widgets (网页呼叫组件): a tenant's button for a company's site, by which visitors call an access code.
import { z } from 'zod'
import { id, instant, matching, text, versionNumber, whole } from '../fields.ts'
import { limits } from '../limits.ts'
import { dialledNumberSchema } from './dialled-number.ts'

export const widgetMedia = ['audio', 'video', 'both'] as const

/** Exactly one page origin: https, or a computer's own. */
const pageOrigin = matching(
  /^(https:\/\/[a-z0-9]([a-z0-9.-]*[a-z0-9])?|http:\/\/(localhost|127\.0\.0\.1))(:[1-9]\d{0,4})?$/,
  'widgetOrigin',
).max(261)

export const widgetInputSchema = z.strictObject({
  name: text(limits.widgetName),
  /** What a visitor's call dials: an access code, or one with its extension code. */
  accessCode: dialledNumberSchema,
  media: z.enum(widgetMedia).default('audio'),
  /** Pages that may show it. */
  origins: z.array(pageOrigin).min(1).max(limits.widgetOrigins),
  /** Visitors for whom the company's server has signed nothing may call, without attached data. */
  anonymous: z.boolean().default(false),
  maxCalls: whole(limits.widgetCalls).default(limits.widgetCalls.default),
  enabled: z.boolean().default(true),
  version: versionNumber.optional(),
})
export type WidgetInput = z.input<typeof widgetInputSchema>

export const widgetSchema = z.object({
  id,
  /** Names it on the company's page and in what its server signs. */
  publicId: z.string(),
  name: z.string(),
  accessCode: z.string(),
  media: z.enum(widgetMedia),
  origins: z.array(z.string()),
  anonymous: z.boolean(),
  maxCalls: z.int(),
  enabled: z.boolean(),
  /** Two while the company changes from one to the other. */
  keys: z.array(z.object({ keyId: z.string(), createdAt: instant })),
  version: z.int(),
})
export type Widget = z.output<typeof widgetSchema>

/** The key is shown once. */
export const widgetSecretSchema = z.object({ widget: widgetSchema, key: z.string() })
