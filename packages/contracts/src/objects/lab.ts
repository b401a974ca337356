// The page author's lab (集成调试台): a page of one's choice, opened with data of one's choice, without a call.
import { z } from 'zod'
import { limits } from '../limits.ts'
import { formFieldSchema } from './pops.ts'
import { callDataNames, checkModes, checkParams, popPageFields } from './screen-pop.ts'

const value = z.string().max(limits.labValue.max)

export const labRunInputSchema = z
  .strictObject({
    ...popPageFields,
    callData: z.partialRecord(z.enum(callDataNames), value).default({}),
    attachedData: z
      .record(z.string().min(limits.attachedDataKey.min).max(limits.attachedDataKey.max), value)
      .refine((data) => Object.keys(data).length <= limits.labAttachedKeys.max, 'FIELD_TOO_MANY')
      .default({}),
    /** Told to the page in place of the workbench's own origin: a page that posts there reaches nobody, unless it posts to `*`. */
    toldOrigin: z
      .url({ protocol: /^https?$/, error: 'url' })
      .max(limits.url.max)
      .nullable()
      .default(null),
  })
  .check(checkParams, checkModes)
export type LabRunInput = z.input<typeof labRunInputSchema>

export const labRunSchema = z.object({
  runId: z.string(),
  /** The page's full address, a token in its place. */
  url: z.string(),
  form: z.array(formFieldSchema).nullable(),
  contextToken: z.string(),
  /** Path of the wrapper document for the frame; `/window` behind it opens a window of its own. */
  framePath: z.string(),
})
export type LabRun = z.output<typeof labRunSchema>
