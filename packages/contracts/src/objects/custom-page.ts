// Custom pages (页面配置): composed by the tenant from an enterprise's interface or from its own base tables, and shown as
// an internal screen pop. Source: the internal-pages specification.
import { z } from 'zod'
import { id, text, versionNumber } from '../fields.ts'
import { limits } from '../limits.ts'
import { pageLayoutSchema } from './page-view.ts'

export const pageObjectSchema = z.strictObject({
  /** Title of the card. */
  name: text(limits.pageObjectName),
  tableId: id,
  /** The chosen fields in the order in which they are shown. */
  fieldIds: z.array(z.string().max(16)).min(1).max(limits.tableFields),
})
export type PageObject = z.output<typeof pageObjectSchema>

export const pageSourceSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('external'), interfaceId: id }),
  z.strictObject({ kind: z.literal('internal'), objects: z.array(pageObjectSchema).min(1).max(limits.pageObjects) }),
])
export type PageSource = z.output<typeof pageSourceSchema>

const pageFields = { name: text(limits.customPageName), layout: pageLayoutSchema, source: pageSourceSchema }

/** Also what a preview is made of. */
export const customPageInputSchema = z.strictObject({ ...pageFields, version: versionNumber.optional() })
export type CustomPageInput = z.output<typeof customPageInputSchema>

export const customPageSchema = z.object({
  id,
  ...pageFields,
  /** Only published ones can pop. */
  status: z.enum(['draft', 'published']),
  /** Names of the screen pops that show it. */
  pops: z.array(z.string()),
  version: z.int(),
})
export type CustomPage = z.output<typeof customPageSchema>
