// The telephone network: trunks and outbound routes (the operator's), phones (a tenant's SIP accounts).
// Lists of numbers and addresses are text with commas, as people write them; `listOf` takes them apart.
import { z } from 'zod'
import { id, instant, matching, matchingNumber, text, versionNumber, whole } from '../fields.ts'
import { limits } from '../limits.ts'

/** The parts of a list such as `4466, 4000-4999`, whichever comma or line break stands between. */
export const listOf = (list: string): string[] =>
  list
    .split(/[,，;；\s]+/)
    .map((part) => part.trim())
    .filter((part) => part !== '')

const everyPart = (accepts: (part: string) => boolean) => (list: string) => listOf(list).every(accepts)

const address = z.union([z.ipv4(), z.ipv6(), z.cidrv4(), z.cidrv6()])

/** `4466`, `4000-4999` (equally long), `021*`, or `*` for any. */
const isRange = (part: string): boolean => {
  const [, from = '', to = from] = /^\+?(\d{1,24})(?:-\+?(\d{1,24}))?$/.exec(part) ?? []
  return /^\+?\d{0,24}\*$/.test(part) || (from !== '' && from.length === to.length && from <= to)
}

const listText = (accepts: (part: string) => boolean, rule: 'addresses' | 'numberRanges') =>
  z.string().trim().max(limits.listText).refine(everyPart(accepts), { error: rule })

/** `registering`: we log in at the carrier; `ipAuthenticated`: each side knows the other by its addresses. */
export const trunkModes = ['ipAuthenticated', 'registering'] as const
export const sipTransports = ['udp', 'tcp', 'tls'] as const
/** In the order of preference. */
export const codecOrders = ['pcma,pcmu', 'pcmu,pcma', 'pcma', 'pcmu'] as const
/** SDES-SRTP: `offer` falls back to plain RTP, `require` refuses it. */
export const secureMedias = ['no', 'offer', 'require'] as const

const host = matching(/^([A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?|\[[0-9A-Fa-f:.]+\])$/, 'host')
  .min(limits.sipHost.min)
  .max(limits.sipHost.max)
const sipUser = matching(/^[A-Za-z0-9+._~*-]+$/, 'sipUser').max(limits.sipUser.max)
const number = matchingNumber(/^\+?\d+$/, 'phone').max(limits.phone.max)
const withDefault = (limit: { min: number; max: number; default: number }) => whole(limit).default(limit.default)

export const trunkInputSchema = z
  .strictObject({
    name: text(limits.trunkName),
    mode: z.enum(trunkModes).default('ipAuthenticated'),
    host,
    port: withDefault(limits.sipPort),
    transport: z.enum(sipTransports).default('udp'),
    /** Addresses and networks whose calls are believed to be this trunk's; none: it brings no calls in. */
    addresses: listText((part) => address.safeParse(part).success, 'addresses').default(''),
    user: z.union([z.literal(''), sipUser]).default(''),
    /** Written, never read; empty keeps the present one. */
    password: z.string().max(limits.sipPassword.max).default(''),
    /** Called numbers that it may bring in. */
    numberRanges: listText(isRange, 'numberRanges').default(''),
    /** What the called party sees; empty: the tenant's access code. */
    callerNumber: z.union([z.literal(''), number]).default(''),
    codecs: z.enum(codecOrders).default('pcma,pcmu'),
    maxCalls: withDefault(limits.trunkCalls),
    secureMedia: z.enum(secureMedias).default('no'),
    /** Takes attached data from the trunk's User-to-User and X-OpenSeat-* fields. */
    trustsData: z.boolean().default(false),
    /** Seconds between OPTIONS; 0: none is sent. */
    probeSeconds: withDefault(limits.probeSeconds),
    enabled: z.boolean().default(true),
    position: withDefault(limits.trunkPosition),
    version: versionNumber.optional(),
  })
  .check(({ value, issues }) => {
    if (value.mode === 'registering' && value.user === '') {
      issues.push({ code: 'custom', path: ['user'], message: 'FIELD_REQUIRED', input: value.user })
    }
  })
export type TrunkInput = z.input<typeof trunkInputSchema>

/** `unknown`: it has not been tried yet, or is not probed. */
export const trunkStates = ['disabled', 'unknown', 'registered', 'unregistered', 'reachable', 'unreachable'] as const
export type TrunkState = (typeof trunkStates)[number]

export const trunkSchema = z.object({
  id,
  name: z.string(),
  mode: z.enum(trunkModes),
  host: z.string(),
  port: z.int(),
  transport: z.enum(sipTransports),
  addresses: z.string(),
  user: z.string(),
  hasPassword: z.boolean(),
  numberRanges: z.string(),
  callerNumber: z.string(),
  codecs: z.enum(codecOrders),
  maxCalls: z.int(),
  secureMedia: z.enum(secureMedias),
  trustsData: z.boolean(),
  probeSeconds: z.int(),
  enabled: z.boolean(),
  position: z.int(),
  /** As of now; `since` is null while nothing is known. */
  state: z.enum(trunkStates),
  since: instant.nullable(),
  calls: z.int(),
  version: z.int(),
})
export type Trunk = z.output<typeof trunkSchema>

export const outboundRouteInputSchema = z.strictObject({
  /** The longest match wins; empty takes any number. */
  prefix: z.union([z.literal(''), matching(/^\+?[0-9*#]*$/, 'dialString').max(limits.dialledNumber.max)]).default(''),
  stripDigits: withDefault(limits.stripDigits),
  prepend: z.union([z.literal(''), matching(/^\+?[0-9*#]*$/, 'dialString').max(limits.dialledNumber.max)]).default(''),
  /** Tried in this order. */
  trunkIds: z.array(id).min(1).max(limits.trunksPerRoute),
  version: versionNumber.optional(),
})
export type OutboundRouteInput = z.input<typeof outboundRouteInputSchema>

export const outboundRouteSchema = z.object({
  id,
  prefix: z.string(),
  stripDigits: z.int(),
  prepend: z.string(),
  trunkIds: z.array(id),
  trunkNames: z.array(z.string()),
  version: z.int(),
})
export type OutboundRoute = z.output<typeof outboundRouteSchema>

const phoneFields = {
  displayName: z.string().trim().max(limits.personName.max).default(''),
  /** What others dial to reach it and see when it calls; empty: its user name. */
  number: z.union([z.literal(''), number]).default(''),
  enabled: z.boolean().default(true),
}

/** The user name is the same on the wire in any case of letters; it is kept in lower case. */
export const phoneInputSchema = z.strictObject({
  userName: matching(/^[a-z0-9][a-z0-9._-]*$/, 'phoneUser')
    .min(limits.phoneUser.min)
    .max(limits.phoneUser.max),
  ...phoneFields,
})
export type PhoneInput = z.input<typeof phoneInputSchema>

/** The user name is not changed later. */
export const phoneChangeSchema = z.strictObject({ ...phoneFields, version: versionNumber.optional() })

export const phoneSchema = z.object({
  id,
  userName: z.string(),
  displayName: z.string(),
  number: z.string(),
  enabled: z.boolean(),
  /** As of now. */
  registered: z.boolean(),
  version: z.int(),
})
export type Phone = z.output<typeof phoneSchema>

/** The password is shown once; `server` is what goes into the phone beside it. */
export const phoneSecretSchema = z.object({ phone: phoneSchema, password: z.string() })
