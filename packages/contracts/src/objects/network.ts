// The telephone network: trunks and outbound routes (the operator's), phones (a tenant's SIP accounts).
// Lists of numbers and addresses are text with commas, as people write them; `listOf` takes them apart.
import { z } from 'zod'
import { id, instant, matching, matchingNumber, text } from '../fields.ts'
import { limits } from '../limits.ts'
import { defineResource, type ObjectOf } from '../resource/resource.ts'
import { choiceField, fact, flagField, listField, numberField, secretField, textField } from '../resource/fields.ts'

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
const dialled = z.union([z.literal(''), matching(/^\+?[0-9*#]*$/, 'dialString').max(limits.dialledNumber.max)]).default('')
const number = matchingNumber(/^\+?\d+$/, 'phone').max(limits.phone.max)

/** `unknown`: it has not been tried yet, or is not probed. */
export const trunkStates = ['disabled', 'unknown', 'registered', 'unregistered', 'reachable', 'unreachable'] as const
export type TrunkState = (typeof trunkStates)[number]

export const trunk = defineResource(
  {
    name: 'trunk',
    plural: 'Trunks',
    table: 'trunk',
    scope: 'platform',
    path: '/api/trunks',
    param: 'trunkId',
    access: { read: ['trunk.manage'], manage: ['trunk.manage'] },
    tag: 'network',
    english: { a: 'a trunk', many: 'trunks' },
    notes: { list: ', with their state now' },
    fields: {
      name: textField(text(limits.trunkName), { limit: limits.trunkName }),
      mode: choiceField(trunkModes, 'ipAuthenticated', { section: 'peer' }),
      host: textField(host, { section: 'peer', rule: 'host' }),
      port: numberField(limits.sipPort, { section: 'peer' }),
      transport: choiceField(sipTransports, 'udp', { section: 'peer' }),
      user: textField(z.union([z.literal(''), sipUser]).default(''), { section: 'peer', rule: 'sipUser', column: 'sip_user' }),
      password: secretField(z.string().max(limits.sipPassword.max).default(''), { section: 'peer' }),
      hasPassword: fact(z.boolean()),
      enabled: flagField(true, { section: 'peer' }),
      /** Addresses and networks whose calls are believed to be this trunk's; none: it brings no calls in. */
      addresses: textField(listText((part) => address.safeParse(part).success, 'addresses').default(''), { section: 'incoming' }),
      /** Called numbers that it may bring in. */
      numberRanges: textField(listText(isRange, 'numberRanges').default(''), { section: 'incoming', rule: 'numberRanges' }),
      position: numberField(limits.trunkPosition, { section: 'incoming' }),
      /** Takes attached data from the trunk's User-to-User and X-OpenSeat-* fields. */
      trustsData: flagField(false, { section: 'incoming' }),
      /** What the called party sees; empty: the tenant's access code. */
      callerNumber: textField(z.union([z.literal(''), number]).default(''), { section: 'outgoing', rule: 'phone' }),
      maxCalls: numberField(limits.trunkCalls, { section: 'outgoing' }),
      codecs: choiceField(codecOrders, 'pcma,pcmu', { section: 'more' }),
      secureMedia: choiceField(secureMedias, 'no', { section: 'more' }),
      /** Seconds between OPTIONS; 0: none is sent. */
      probeSeconds: numberField(limits.probeSeconds, { section: 'more' }),
      /** As of now; `since` is null while nothing is known. */
      state: fact(z.enum(trunkStates)),
      since: fact(instant.nullable()),
      calls: fact(z.int()),
    },
    list: { search: ['name', 'host', 'user', 'numberRanges'], sort: ['position', 'name', 'host', 'id'], first: 'position' },
    get: false,
    limit: limits.trunks,
    unique: ['name'],
  },
  {
    named: ({ name }) => name,
    rule: ({ mode, user }, refuse) => {
      if (mode === 'registering' && user === '') refuse(['user'], 'FIELD_REQUIRED')
    },
  },
)
export type Trunk = ObjectOf<typeof trunk>

export const outboundRoute = defineResource(
  {
    name: 'outboundRoute',
    plural: 'OutboundRoutes',
    table: 'outbound_route',
    scope: 'platform',
    path: '/api/outbound-routes',
    param: 'routeId',
    access: { read: ['trunk.manage'], manage: ['trunk.manage'] },
    tag: 'network',
    english: { a: 'an outbound route', many: 'outbound routes' },
    fields: {
      /** The longest match wins; empty takes any number. */
      prefix: textField(dialled, { rule: 'dialString', limit: { min: 0, max: limits.dialledNumber.max } }),
      stripDigits: numberField(limits.stripDigits),
      prepend: textField(dialled, { rule: 'dialString', limit: { min: 0, max: limits.dialledNumber.max } }),
      /** Tried in this order. */
      trunkIds: listField(z.array(id).min(1).max(limits.trunksPerRoute), z.array(id)),
      trunkNames: fact(z.array(z.string())),
    },
    list: { search: ['prefix', 'prepend'], sort: ['prefix', 'id'], first: 'prefix' },
    get: false,
    limit: limits.outboundRoutes,
    unique: [],
  },
  { named: ({ prefix }) => `${prefix}*` },
)
export type OutboundRoute = ObjectOf<typeof outboundRoute>

/** A tenant's SIP account. The password is made by the server and shown once. */
export const phone = defineResource(
  {
    name: 'phone',
    plural: 'Phones',
    table: 'phone',
    scope: 'tenant',
    path: '/api/phones',
    access: { read: ['phone.manage'], manage: ['phone.manage'] },
    tag: 'network',
    english: { a: 'a phone', many: 'phones' },
    notes: { list: ', and which are registered now' },
    fields: {
      /** The same on the wire in any case of letters; it is kept in lower case. */
      userName: textField(
        matching(/^[a-z0-9][a-z0-9._-]*$/, 'phoneUser')
          .min(limits.phoneUser.min)
          .max(limits.phoneUser.max),
        { fixed: true, rule: 'phoneUser', limit: limits.phoneUser },
      ),
      displayName: textField(z.string().trim().max(limits.personName.max).default(''), { limit: { min: 0, max: limits.personName.max } }),
      /** What others dial to reach it and see when it calls; empty: its user name. */
      number: textField(z.union([z.literal(''), number]).default(''), { rule: 'phone' }),
      enabled: flagField(true),
      /** As of now. */
      registered: fact(z.boolean()),
    },
    list: { search: ['userName', 'displayName', 'number'], sort: ['userName', 'displayName', 'number', 'id'], first: 'userName' },
    get: false,
    limit: limits.phonesPerTenant,
    unique: ['userName', 'number'],
  },
  { named: ({ userName }) => userName, created: (object) => z.object({ phone: object, password: z.string() }) },
)
export type Phone = ObjectOf<typeof phone>
