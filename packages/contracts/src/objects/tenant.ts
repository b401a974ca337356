// Tenants and what the operator keeps for them: purchased agents, number range, system parameters, access codes, allowlist.
import { z } from 'zod'
import { id, instant, matching, matchingNumber, text, versionNumber, whole } from '../fields.ts'
import { limits } from '../limits.ts'
import { canonicalOrigin, originPattern } from '../page-origin.ts'

export const agentKinds = ['audio', 'video', 'multimedia', 'universal'] as const
export type AgentKind = (typeof agentKinds)[number]

const purchasedCount = z.int().min(0).max(59_899).default(0)

export const purchasedSchema = z.strictObject({
  audio: purchasedCount,
  video: purchasedCount,
  multimedia: purchasedCount,
  universal: purchasedCount,
})
export type Purchased = z.output<typeof purchasedSchema>

const tenantFields = {
  code: matching(/^[a-z][a-z0-9-]*$/, 'slug')
    .min(limits.tenantCode.min)
    .max(limits.tenantCode.max),
  name: text(limits.tenantName),
  purchased: purchasedSchema.prefault({}),
  agentNumberFrom: whole(limits.agentNumber).default(101),
  agentNumberTo: whole(limits.agentNumber).default(59_999),
}

export const tenantInputSchema = z.strictObject({
  ...tenantFields,
  adminAccount: matching(/^[a-z][a-z0-9._-]*$/, 'account')
    .min(limits.account.min)
    .max(limits.account.max),
  adminName: text(limits.personName),
})
export type TenantInput = z.input<typeof tenantInputSchema>

/** `code` is not changed later. */
export const tenantChangeSchema = z.strictObject({
  name: tenantFields.name,
  purchased: purchasedSchema,
  agentNumberFrom: whole(limits.agentNumber),
  agentNumberTo: whole(limits.agentNumber),
  version: versionNumber.optional(),
})

export const tenantStatuses = ['active', 'suspended'] as const

export const tenantSchema = z.object({
  id: z.int().min(0),
  code: z.string(),
  name: z.string(),
  status: z.enum(tenantStatuses),
  purchased: purchasedSchema,
  used: purchasedSchema,
  agentNumberFrom: z.int(),
  agentNumberTo: z.int(),
  /** Codes of tenants with the same numbers in their ranges: an agent number can only be one of them's. */
  rangeSharedWith: z.array(z.string()),
  createdAt: instant,
  version: z.int(),
})
export type Tenant = z.output<typeof tenantSchema>

/** The answer to opening a tenant: the administrator's first password is shown once. */
export const tenantOpenedSchema = z.object({ tenant: tenantSchema, adminLogin: z.string(), initialPassword: z.string() })

const parameter = (limit: { min: number; max: number; default: number }) => whole(limit).default(limit.default)

/** System parameters (系统级参数), per tenant. */
export const systemParametersSchema = z.strictObject({
  maxScreenPopsPerKind: parameter(limits.maxScreenPopsPerKind),
  maxParamsPerScreenPop: parameter(limits.maxParamsPerScreenPop),
  ringTimeoutSeconds: parameter(limits.ringTimeoutSeconds),
  reconnectGraceSeconds: parameter(limits.reconnectGraceSeconds),
  wrapUpExtendSeconds: parameter(limits.wrapUpExtendSeconds),
  restMinutes: parameter(limits.restMinutes),
  maxCallMinutes: parameter(limits.maxCallMinutes),
  recordingRetentionDays: parameter(limits.recordingRetentionDays),
})
export type SystemParameters = z.output<typeof systemParametersSchema>
export const systemParametersInputSchema = systemParametersSchema.extend({ version: versionNumber.optional() })
export const versionedParametersSchema = systemParametersSchema.extend({ version: z.int() })
export type VersionedParameters = z.output<typeof versionedParametersSchema>
export type SystemParameterName = keyof SystemParameters

/** How customers' numbers are shown and passed on: as they are dialled, or with a plus and the country's code. */
export const numberForms = ['national', 'e164'] as const
export type NumberForm = (typeof numberForms)[number]

/** Where a tenant is: how its numbers are written and dialled, and whose midnight ends its days. */
export const regionInputSchema = z.strictObject({
  country: matching(/^[A-Z]{2}$/, 'country'),
  internationalPrefix: matching(/^[0-9]*$/, 'digits').max(limits.dialPrefix.max),
  trunkPrefix: matching(/^[0-9]*$/, 'digits').max(limits.dialPrefix.max),
  numberForm: z.enum(numberForms).default('national'),
  /** IANA name; empty: the operator's. */
  timeZone: z.string().trim().max(64),
  version: versionNumber.optional(),
})
export type RegionInput = z.output<typeof regionInputSchema>

export const regionSchema = regionInputSchema.extend({ operatorTimeZone: z.string(), version: z.int() })
export type Region = z.output<typeof regionSchema>

export const accessCodeMedia = ['audioVideo', 'multimedia'] as const

export const accessCodeInputSchema = z.strictObject({
  code: matchingNumber(/^\d+$/, 'digits').min(limits.accessCode.min).max(limits.accessCode.max),
  media: z.enum(accessCodeMedia).default('audioVideo'),
})

export const accessCodeSchema = z.object({ code: z.string(), media: z.enum(accessCodeMedia), tenantId: id })
export type AccessCode = z.output<typeof accessCodeSchema>

/** Scheme + host + port, `*.` for subdomains allowed, optionally limited to a path prefix. */
export const allowListInputSchema = z.strictObject({
  origin: z.string().overwrite(canonicalOrigin).regex(originPattern, { error: 'origin' }).max(limits.url.max),
  pathPrefix: z.union([z.literal(''), matching(/^\/[^?#]*$/, 'path').max(512)]).default(''),
  note: z.string().trim().max(200).default(''),
})

export const allowListStatuses = ['approved', 'requested', 'refused'] as const

export const allowListEntrySchema = z.object({
  id,
  tenantId: id,
  origin: z.string(),
  pathPrefix: z.string(),
  note: z.string(),
  status: z.enum(allowListStatuses),
  createdAt: instant,
})
export type AllowListEntry = z.output<typeof allowListEntrySchema>

/** An address that a tenant waits for. */
export const addressRequestSchema = allowListEntrySchema.extend({ tenantCode: z.string(), tenantName: z.string() })
export type AddressRequest = z.output<typeof addressRequestSchema>
