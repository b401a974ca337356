// The screen pop record (来电弹屏). Source: the screen-pop specification.
// This version knows external, embedded pages that get their data in the address (`get`).
import { z } from 'zod'
import { id, matching, text } from '../fields.ts'
import { limits } from '../limits.ts'

export const workbenchKinds = ['audioVideo', 'multimedia'] as const
export type WorkbenchKind = (typeof workbenchKinds)[number]

/** The nine call-data names as pages know them, in the manual's order. */
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
] as const
export type CallDataName = (typeof callDataNames)[number]

/** What is passed when the record lists no parameters. */
export const defaultCallDataNames = callDataNames.slice(0, 6) as readonly CallDataName[]

export const popParamSchema = z.discriminatedUnion('source', [
  z.strictObject({
    name: matching(/^[A-Za-z0-9_.-]+$/, 'paramName').max(limits.popParamName.max),
    source: z.literal('callData'),
    key: z.enum(callDataNames),
  }),
  z.strictObject({
    name: matching(/^[A-Za-z0-9_.-]+$/, 'paramName').max(limits.popParamName.max),
    source: z.literal('attachedData'),
    key: text(limits.attachedDataKey),
  }),
])
export type PopParam = z.output<typeof popParamSchema>

export const popTriggers = ['answered', 'ringing'] as const
export type PopTrigger = (typeof popTriggers)[number]

const popFields = {
  name: text(limits.screenPopName),
  pageKind: z.literal('external').default('external'),
  url: z.url({ protocol: /^https?$/, error: 'url' }).max(limits.url.max),
  openMode: z.literal('embedded').default('embedded'),
  passMode: z.literal('get').default('get'),
  params: z.array(popParamSchema).max(limits.maxParamsPerScreenPop.max).default([]),
  trigger: z.enum(popTriggers).default('answered'),
  /** Leave parameters without a value out instead of passing `name=`. */
  omitEmpty: z.boolean().default(false),
  /** Put the parameters behind the fragment, for pages with a hash router. */
  afterFragment: z.boolean().default(false),
}

const firstRepeated = (params: readonly PopParam[]): number =>
  params.findIndex((param, index) => params.findIndex((other) => other.name === param.name) < index)

function checkParams({ value, issues }: z.core.ParsePayload<{ params: PopParam[] }>): void {
  const repeated = firstRepeated(value.params)
  if (repeated >= 0) {
    issues.push({ code: 'custom', path: ['params', repeated, 'name'], message: 'FIELD_TAKEN', input: value.params[repeated]?.name })
  }
  const reserved = value.params.findIndex((param) => param.name === 'origin')
  if (reserved >= 0) {
    issues.push({ code: 'custom', path: ['params', reserved, 'name'], message: 'FIELD_RESERVED', input: 'origin' })
  }
}

export const screenPopInputSchema = z.strictObject({ workbenchKind: z.enum(workbenchKinds), ...popFields }).check(checkParams)
export type ScreenPopInput = z.input<typeof screenPopInputSchema>

/** `workbenchKind` is not changed later. */
export const screenPopChangeSchema = z.strictObject({ ...popFields, version: z.int().min(1).optional() }).check(checkParams)

export const screenPopSchema = z.object({
  id,
  workbenchKind: z.enum(workbenchKinds),
  name: z.string(),
  pageKind: z.literal('external'),
  url: z.string(),
  openMode: z.literal('embedded'),
  passMode: z.literal('get'),
  params: z.array(popParamSchema),
  trigger: z.enum(popTriggers),
  omitEmpty: z.boolean(),
  afterFragment: z.boolean(),
  enabled: z.boolean(),
  /** Place in the list, from 1: the tabs' order. */
  position: z.int(),
  /** False when the address has left the allowlist: the pop does not open then. */
  addressListed: z.boolean(),
  version: z.int(),
})
export type ScreenPop = z.output<typeof screenPopSchema>
