// Which contacts a screen pop is for. An empty list limits nothing; everything that is said must hold.
import { z } from 'zod'
import { id, text } from '../fields.ts'
import { limits } from '../limits.ts'
import { directions, mediaTypes } from './contact.ts'

export const popConditionOperators = ['equals', 'differs', 'contains', 'startsWith', 'isPresent', 'isAbsent'] as const
export type PopConditionOperator = (typeof popConditionOperators)[number]

/** On one key of the contact's attached data. Letter case counts. A missing key differs from every value. */
export const popConditionSchema = z.strictObject({
  key: text(limits.attachedDataKey),
  operator: z.enum(popConditionOperators),
  /** Not looked at by `isPresent` and `isAbsent`. */
  value: z.string().max(limits.popConditionValue.max).default(''),
})
export type PopCondition = z.output<typeof popConditionSchema>

export const popRuleSchema = z.strictObject({
  queueIds: z.array(id).max(limits.popRuleQueues.max).default([]),
  mediaTypes: z.array(z.enum(mediaTypes)).max(mediaTypes.length).default([]),
  directions: z
    .array(z.enum(directions).exclude(['internal']))
    .max(2)
    .default([]),
  conditions: z.array(popConditionSchema).max(limits.popConditions.max).default([]),
})
export type PopRule = z.output<typeof popRuleSchema>

/** Parts of a rule, in the order in which they are looked at. */
export const popRuleParts = ['queue', 'media', 'direction', 'condition'] as const
export type PopRulePart = (typeof popRuleParts)[number]
