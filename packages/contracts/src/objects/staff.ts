// Staff, roles and the logged-in person.
import { z } from 'zod'
import { id, instant, matching, matchingNumber, text, versionNumber } from '../fields.ts'
import { limits } from '../limits.ts'
import { permissionNames, type Permission } from '../permissions.ts'
import { defineResource, type ObjectOf } from '../resource/resource.ts'
import { fact, givenField, listField, textField } from '../resource/fields.ts'

const permission = z.enum(permissionNames as [Permission, ...Permission[]])

export const role = defineResource(
  {
    name: 'role',
    plural: 'Roles',
    table: 'role',
    scope: 'tenant',
    path: '/api/roles',
    access: { read: ['staff.read', 'staff.manage', 'role.manage'], manage: ['role.manage'] },
    tag: 'staff',
    english: { a: 'a role', many: 'roles' },
    fields: {
      name: textField(text(limits.roleName), { limit: limits.roleName }),
      /** Key of the built-in role that this is, or null for one of the tenant's own. */
      builtin: givenField(z.string().nullable()),
      permissions: listField(z.array(permission).max(permissionNames.length), z.array(permission)),
      staffCount: fact(z.int()),
    },
    list: { search: ['name'], sort: ['name', 'builtin', 'id'], first: 'id' },
    get: false,
    unique: ['name'],
  },
  { named: ({ name }) => name },
)
export type Role = ObjectOf<typeof role>

const staffFields = {
  name: text(limits.personName),
  organisation: z.string().trim().max(limits.organisation.max).default(''),
  phone: z.union([z.literal(''), matchingNumber(/^\+?\d+$/, 'phone').max(limits.phone.max)]).default(''),
  email: z.union([z.literal(''), z.email({ error: 'email' }).max(254)]).default(''),
  active: z.boolean().default(true),
  roleIds: z.array(id).min(1).max(20),
}

export const staffInputSchema = z.strictObject({
  account: matching(/^[a-z][a-z0-9._-]*$/, 'account')
    .min(limits.account.min)
    .max(limits.account.max),
  ...staffFields,
})

/** `account` is not changed later. */
export const staffChangeSchema = z.strictObject({ ...staffFields, version: versionNumber.optional() })

export const staffSchema = z.object({
  id,
  account: z.string(),
  name: z.string(),
  organisation: z.string(),
  phone: z.string(),
  email: z.string(),
  active: z.boolean(),
  roleIds: z.array(id),
  roleNames: z.array(z.string()),
  agentNumber: z.string().nullable(),
  lockedUntil: instant.nullable(),
  version: z.int(),
})
export type Staff = z.output<typeof staffSchema>

/** A password that the server made; shown once, to be changed at the first log-in. */
export const initialPasswordSchema = z.object({ login: z.string(), initialPassword: z.string() })

export const staffCreatedSchema = z.object({ staff: staffSchema, login: z.string(), initialPassword: z.string() })

export const languages = ['zh-CN', 'en'] as const

export const logInSchema = z.strictObject({
  /** `account@tenant`, or the bare account of an operator. */
  login: z.string().trim().min(1).max(128),
  password: z.string().min(1).max(256),
})

export const passwordChangeSchema = z.strictObject({
  currentPassword: z.string().min(1).max(256),
  newPassword: z.string().min(limits.password.min).max(limits.password.max),
})

export const logInEntrySchema = z.object({
  /** Names the log-in; it opens nothing. */
  id: z.string(),
  address: z.string(),
  /** As the browser calls itself. */
  userAgent: z.string(),
  since: instant,
  lastSeen: instant,
  /** The log-in that asks. */
  current: z.boolean(),
})
export type LogInEntry = z.output<typeof logInEntrySchema>

/** The logged-in person, as the workbench needs it to draw itself. */
export const meSchema = z.object({
  tenantId: z.int().min(0),
  tenantCode: z.string(),
  tenantName: z.string(),
  /** ISO 3166 letters: where numbers without a country's code belong. */
  country: z.string(),
  /** IANA name: by which the tenant counts its days. */
  timeZone: z.string(),
  staffId: id,
  account: z.string(),
  name: z.string(),
  permissions: z.array(permission),
  agentNumber: z.string().nullable(),
  mustChangePassword: z.boolean(),
  language: z.enum(languages).nullable(),
  demo: z.boolean(),
})
export type Me = z.output<typeof meSchema>

export const auditEntrySchema = z.object({
  id,
  at: instant,
  actor: z.string(),
  action: z.string(),
  objectType: z.string(),
  objectId: z.string(),
  before: z.unknown(),
  after: z.unknown(),
  address: z.string(),
})
export type AuditEntry = z.output<typeof auditEntrySchema>
