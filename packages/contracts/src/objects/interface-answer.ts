// What a company's service answers of a customer, in the names of the specification (scenario 4). A broken rule is named by
// its key of formatRules.
import { z } from 'zod'
import type { FormatRule } from '../fields.ts'
import { limits } from '../limits.ts'

/** What is absent is missing; what is there and wrong breaks the rule. */
const or = (rule: FormatRule) => ({ error: ({ input }: { input?: unknown }) => (input === undefined ? 'answerMissing' : rule) })

const label = z.string(or('answerString')).min(1, { error: 'answerMissing' })
const anything = z.unknown().refine((value) => value !== undefined, { error: 'answerMissing' })
export const answeredTypes = ['1', '2', '3', '4', '5'] as const
const isLength = (text: string): boolean => text === '' || (/^[1-9]\d{0,2}$/.test(text) && Number(text) <= limits.tableFieldLength.max)

const valueSchema = z
  .object(
    {
      valueNo: z.string(or('answerString')).nullish(),
      name: label,
      value: anything,
      type: z.enum(answeredTypes, or('answerType')),
      length: z.string(or('answerLength')).refine(isLength, { error: 'answerLength' }).nullish(),
      isMandatory: z.boolean(or('answerBoolean')),
      maskStyle: z.enum(['', '1', '2'], or('answerMask')).nullish(),
      dictItems: z.array(z.object({ key: anything, value: anything }, or('answerObject')), or('answerArray')).nullish(),
    },
    or('answerObject'),
  )
  .refine(({ type, dictItems }) => type !== '5' || (dictItems?.length ?? 0) > 0, { path: ['dictItems'], error: 'answerDictionary' })

export const answeredObjectSchema = z.object({ objectName: label, values: z.array(valueSchema, or('answerArray')) }, or('answerObject'))

export type AnsweredObject = z.output<typeof answeredObjectSchema>
export type AnsweredValue = AnsweredObject['values'][number]
