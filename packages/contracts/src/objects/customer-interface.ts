// Customer interfaces (接口管理): the companies' services that the server asks for what is known of a customer, and how
// answers of another shape become the cards of a page. Credentials are written and never read.
import { z } from 'zod'
import { id, instant, matching, text, versionNumber, whole } from '../fields.ts'
import { limits } from '../limits.ts'
import { baseFieldTypes, dictItemSchema, maskStyles } from './base-table.ts'
import { pageCardSchema } from './page-view.ts'

/** Of the connection, not of the question: what they say is the server's own affair. */
const ownHeaders =
  /^(host|content-length|content-type|connection|keep-alive|proxy-.*|te|trailer|transfer-encoding|upgrade|expect|accept-encoding)$/i

const headerName = matching(/^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/, 'headerName')
  .min(limits.headerName.min)
  .max(limits.headerName.max)
  .refine((name) => !ownHeaders.test(name), { error: 'headerOwn' })

const interfaceHeaderSchema = z.strictObject({
  name: headerName,
  /** Written, never read; empty keeps the present one. */
  value: matching(/^[\t\x20-\x7e\x80-\xff]*$/, 'headerValue')
    .max(limits.headerValue.max)
    .default(''),
})

/** An expression: `answer` is the whole answer, `row` what the card is made of. The server and the form check it (FIELD_EXPRESSION). */
const expression = text(limits.mappingExpression)

export const mappedFieldSchema = z.strictObject({
  name: text(limits.tableFieldName),
  expression,
  type: z.enum(baseFieldTypes).default('string'),
  mask: z.enum(maskStyles).default('none'),
  required: z.boolean().default(false),
  /** Null: not said. */
  length: whole(limits.tableFieldLength).nullable().default(null),
  dictItems: z.array(dictItemSchema).max(limits.dictItems).default([]),
})

export const mappedObjectSchema = z.strictObject({
  /** The card's title; after `=` an expression. */
  objectName: text(limits.mappedObjectName),
  /** What there is a card for each of; empty: one card for the whole answer. */
  rows: z.string().trim().max(limits.mappingExpression.max).default(''),
  fields: z.array(mappedFieldSchema).min(1).max(limits.mappedFields),
})

export const interfaceMappingSchema = z.strictObject({
  /** By it an answer in which nothing is found means “no such customer”; where it does not hold, or is empty, trouble. */
  success: z.string().trim().max(limits.mappingExpression.max).default(''),
  objects: z.array(mappedObjectSchema).min(1).max(limits.interfaceObjects),
})
export type MappedField = z.output<typeof mappedFieldSchema>
export type MappedObject = z.output<typeof mappedObjectSchema>
export type InterfaceMapping = z.output<typeof interfaceMappingSchema>

export const interfaceNumberForms = ['shown', 'e164', 'national'] as const
export type InterfaceNumberForm = (typeof interfaceNumberForms)[number]

const settled = {
  name: text(limits.interfaceName),
  url: text(limits.url)
    .regex(/^https?:\/\/[^\s@/?#\\]+([/?][^\s#]*)?$/i, { error: 'interfaceUrl' })
    .refine((written) => z.url().safeParse(written).success, { error: 'interfaceUrl' }),
  timeoutMs: whole(limits.interfaceTimeoutMs).default(limits.interfaceTimeoutMs.default),
  /** The tenants that may use it. */
  tenantIds: z.array(id).max(limits.interfaceTenants).default([]),
  /** It may lead into the intranet, or to this machine: written as an address or localhost, or by name into the networks opened. */
  allowPrivate: z.boolean().default(false),
  /** In which form it is given the customer's number: as people are shown it, E.164, or as it is dialled in the tenant's country. */
  numberForm: z.enum(interfaceNumberForms).default('shown'),
  /** Null: it answers in the specified shape. */
  mapping: interfaceMappingSchema.nullable().default(null),
  /** An answer to compose the mapping on. */
  sample: z.string().max(limits.interfaceSample.max).default(''),
}

const repeatedAt = (names: readonly string[]): number =>
  names.map((name) => name.toLowerCase()).findIndex((name, index, all) => all.indexOf(name) < index)

export const customerInterfaceInputSchema = z
  .strictObject({
    ...settled,
    headers: z.array(interfaceHeaderSchema).max(limits.interfaceHeaders).default([]),
    version: versionNumber.optional(),
  })
  .check(({ value, issues }) => {
    const repeated = repeatedAt(value.headers.map(({ name }) => name))
    const name = value.headers[repeated]?.name
    if (name !== undefined) issues.push({ code: 'custom', path: ['headers', repeated, 'name'], message: 'FIELD_TAKEN', input: name })
  })
export type CustomerInterfaceInput = z.input<typeof customerInterfaceInputSchema>

export const customerInterfaceSchema = z.object({
  id,
  ...settled,
  /** Their values stand nowhere. */
  headers: z.array(z.object({ name: z.string() })),
  version: z.int(),
})
export type CustomerInterface = z.output<typeof customerInterfaceSchema>

export const listedInterfaceSchema = customerInterfaceSchema.omit({ mapping: true, sample: true }).extend({
  isMapped: z.boolean(),
  /** Expressions of its mapping that have to be checked: they are of an earlier release, and none now. */
  toCheck: z.int(),
  tenantNames: z.array(z.string()),
  /** What it answered last to this server; null when it was not asked since the start. */
  last: z.object({ at: instant, milliseconds: z.int(), problem: z.string().nullable() }).nullable(),
})
export type ListedInterface = z.output<typeof listedInterfaceSchema>

/** Cards or a `problem`; `faults` are of single fields of the cards. Both in the asking person's language. */
const outcome = { cards: z.array(pageCardSchema).nullable(), problem: z.string().nullable(), faults: z.array(z.string()) }

export const interfaceTestSchema = z.strictObject({
  draft: customerInterfaceInputSchema,
  /** Whose stored credentials are sent where the draft has none. */
  interfaceId: id.nullable().default(null),
  number: text(limits.interfaceNumber),
})

export const interfaceTestResultSchema = z.object({
  /** Null when there was no answer. */
  status: z.int().nullable(),
  milliseconds: z.int(),
  /** The beginning of the answer, as it came. */
  raw: z.string(),
  /** The same with letters and digits in place of the customer's: to be kept as the sample. */
  sample: z.string(),
  ...outcome,
})
export type InterfaceTestResult = z.output<typeof interfaceTestResultSchema>

export const mappingTrialSchema = z.strictObject({
  mapping: interfaceMappingSchema.nullable(),
  answer: z.string().max(limits.interfaceSample.max),
})
export const mappingTrialResultSchema = z.object(outcome)
export type MappingTrialResult = z.output<typeof mappingTrialResultSchema>

/** As tenants see those that they may use. */
export const pageInterfaceSchema = z.object({ id, name: z.string() })
export type PageInterface = z.output<typeof pageInterfaceSchema>
