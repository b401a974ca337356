// The screen pop record (来电弹屏). Source: the screen-pop specification.
import { z } from 'zod'
import { id, matching, text, type FormatRule, versionNumber } from '../fields.ts'
import { limits } from '../limits.ts'
import { pageCheckSchema } from './page-check.ts'
import { popRuleSchema } from './pop-rule.ts'

export const workbenchKinds = ['audioVideo', 'multimedia'] as const
export type WorkbenchKind = (typeof workbenchKinds)[number]

/** The call-data names as pages know them: the manual's nine in its order, then ours. */
export const callDataNames = [
  'callerNum',
  'calledNum',
  'callid',
  'mediaType',
  'callType',
  'workNo',
  'callskill',
  'callskillid',
  'agentName',
  'numberLabel',
] as const
export type CallDataName = (typeof callDataNames)[number]

/** Names of sample values in configured addresses. A name of ours may be the company's own there. */
export const sampleDataNames = callDataNames.slice(0, 9) as readonly CallDataName[]

/** What is passed when the record lists no parameters. */
export const defaultCallDataNames = callDataNames.slice(0, 6) as readonly CallDataName[]

/** Any name that a company's page may have: it travels percent-encoded. Braces would be a placeholder. */
const paramName = matching(/^[^\s\p{C}{}](?:[^\p{C}{}]*[^\s\p{C}{}])?$/u, 'paramName').max(limits.popParamName.max)

export const popParamSchema = z.discriminatedUnion('source', [
  z.strictObject({
    name: paramName,
    source: z.literal('callData'),
    key: z.enum(callDataNames),
  }),
  z.strictObject({
    name: paramName,
    source: z.literal('attachedData'),
    key: text(limits.attachedDataKey),
  }),
])
export type PopParam = z.output<typeof popParamSchema>

/** The enterprise's own page, or one that the tenant has composed here. */
export const pageKinds = ['external', 'internal'] as const
export type PageKind = (typeof pageKinds)[number]

/** A tab of the workbench, or a browser window of its own. */
export const openModes = ['embedded', 'separate'] as const
export type OpenMode = (typeof openModes)[number]

/** How the page gets its data: in its address, as a form, or by AICCSupport.js. */
export const passModes = ['get', 'post', 'webApi'] as const
export type PassMode = (typeof passModes)[number]

/** Parameter that holds the signed context token. */
export const contextTokenName = 'contextToken'

/** What may stand in braces anywhere in an address of each mode, beside the call data and the record's own names. */
export const addressPlaceholders = ['origin', contextTokenName] as const

export const popTriggers = ['answered', 'ringing'] as const
export type PopTrigger = (typeof popTriggers)[number]

/** What a page in a frame may be given of the browser. Never camera or microphone: those are the calls'. */
export const pageGrants = ['clipboardWrite', 'clipboardRead', 'geolocation', 'fullscreen', 'displayCapture'] as const
export type PageGrant = (typeof pageGrants)[number]

/** What a page is given unless the record says otherwise. */
export const defaultGrants: readonly PageGrant[] = ['clipboardWrite']

/** Which page, and how it is opened. */
export const popPageFields = {
  url: z.url({ protocol: /^https?$/, error: 'url' }).max(limits.url.max),
  openMode: z.enum(openModes).default('embedded'),
  passMode: z.enum(passModes).default('get'),
  /** How many is the tenant's own limit, which answers first. */
  params: z.array(popParamSchema).max(limits.popParams).default([]),
  /** Leave parameters without a value out instead of passing `name=`. */
  omitEmpty: z.boolean().default(false),
  /** Put the parameters behind the fragment, for pages with a hash router. */
  afterFragment: z.boolean().default(false),
  /** Pass a token, signed by the workbench, by which the page can trust what it was given. */
  contextToken: z.boolean().default(false),
  /** Of a page in a frame; one in a window of its own asks the browser itself. */
  grants: z
    .array(z.enum(pageGrants))
    .max(pageGrants.length)
    .default([...defaultGrants]),
}

const popFields = {
  name: text(limits.screenPopName),
  pageKind: z.enum(pageKinds).default('external'),
  /** Of an internal page. */
  customPageId: id.nullable().default(null),
  ...popPageFields,
  /** Of an external page. */
  url: z.string().trim().max(limits.url.max).default(''),
  trigger: z.enum(popTriggers).default('answered'),
  rule: popRuleSchema.prefault({}),
}

const firstRepeated = (params: readonly PopParam[]): number =>
  params.findIndex((param, index) => params.findIndex((other) => other.name === param.name) < index)

/** Names once, and none of ours. */
export function checkParams({ value, issues }: z.core.ParsePayload<{ params: PopParam[] }>): void {
  const repeated = firstRepeated(value.params)
  if (repeated >= 0) {
    issues.push({ code: 'custom', path: ['params', repeated, 'name'], message: 'FIELD_TAKEN', input: value.params[repeated]?.name })
  }
  const reserved = value.params.findIndex(({ name }) => name === 'origin' || name === contextTokenName)
  if (reserved >= 0) {
    issues.push({ code: 'custom', path: ['params', reserved, 'name'], message: 'FIELD_RESERVED', input: value.params[reserved]?.name })
  }
}

interface PageFields extends ModeFields {
  readonly pageKind: PageKind
  readonly customPageId: number | null
  readonly contextToken: boolean
  readonly grants: readonly PageGrant[]
}

/** What belongs to an external page, and what to an internal one: always a tab, filled by the server. */
function checkPage({ value, issues }: z.core.ParsePayload<PageFields>): void {
  const refuse = (field: keyof PageFields, message: string, rule?: FormatRule): void =>
    void issues.push({ code: 'custom', path: [field], message, ...(rule && { params: { rule } }), input: value[field] })
  if (value.pageKind === 'external') {
    if (value.customPageId !== null) refuse('customPageId', 'FIELD_NOT_APPLICABLE', 'externalPage')
    if (value.url === '') refuse('url', 'FIELD_REQUIRED')
    else if (!popPageFields.url.safeParse(value.url).success) refuse('url', 'url')
    return
  }
  if (value.customPageId === null) refuse('customPageId', 'FIELD_REQUIRED')
  const isGiven = { url: value.url !== '', openMode: value.openMode !== 'embedded', passMode: value.passMode !== 'get' }
  const isGranted = value.grants.some((grant) => !defaultGrants.includes(grant))
  const given = { ...isGiven, params: value.params.length > 0, contextToken: value.contextToken, grants: isGranted }
  for (const field of ['url', 'openMode', 'passMode', 'params', 'contextToken', 'grants'] as const)
    if (given[field]) refuse(field, 'FIELD_NOT_APPLICABLE', 'internalPage')
}

interface ModeFields {
  readonly url: string
  readonly openMode: OpenMode
  readonly passMode: PassMode
  readonly params: readonly PopParam[]
}

/** Which settings exclude each other. */
export function checkModes({ value, issues }: z.core.ParsePayload<ModeFields>): void {
  const { url, openMode, passMode, params } = value
  const refuse = (field: keyof ModeFields, rule: FormatRule, input: unknown): void =>
    void issues.push({ code: 'custom', path: [field], message: 'FIELD_NOT_APPLICABLE', params: { rule }, input })
  if (passMode === 'webApi' && openMode === 'separate') refuse('openMode', 'webApiEmbedded', openMode)
  if (passMode === 'webApi' && params.length > 0) refuse('params', 'webApiParams', params.length)
  const told = [...callDataNames, ...params.map(({ name }) => name)]
  if (passMode !== 'get' && told.some((name) => url.includes(`{${name}}`))) refuse('url', 'hiddenData', url)
}

export const screenPopInputSchema = z
  .strictObject({ workbenchKind: z.enum(workbenchKinds), ...popFields })
  .check(checkParams, checkModes, checkPage)
export type ScreenPopInput = z.input<typeof screenPopInputSchema>

/** `workbenchKind` is not changed later. */
export const screenPopChangeSchema = z
  .strictObject({ ...popFields, version: versionNumber.optional() })
  .check(checkParams, checkModes, checkPage)

/** What the check of an address needs to know of a pop that is being written. */
export const pageDraftSchema = z.strictObject(popPageFields)
export type PageDraft = z.output<typeof pageDraftSchema>

export const screenPopSchema = z.object({
  id,
  workbenchKind: z.enum(workbenchKinds),
  name: z.string(),
  pageKind: z.enum(pageKinds),
  customPageId: id.nullable(),
  url: z.string(),
  openMode: z.enum(openModes),
  passMode: z.enum(passModes),
  params: z.array(popParamSchema),
  trigger: z.enum(popTriggers),
  omitEmpty: z.boolean(),
  afterFragment: z.boolean(),
  contextToken: z.boolean(),
  grants: z.array(z.enum(pageGrants)),
  rule: popRuleSchema,
  enabled: z.boolean(),
  /** Place in the list, from 1: the tabs' order. */
  position: z.int(),
  /** False when the address has left the allowlist: the pop does not open then. */
  addressListed: z.boolean(),
  /** Of the address as it is now; null when it has not been checked since it was changed. */
  lastCheck: pageCheckSchema.nullable(),
  version: z.int(),
})
export type ScreenPop = z.output<typeof screenPopSchema>
