// Staff, roles and the logged-in person.
import { z } from 'zod'
import { id, instant, matching, matchingNumber, text } from '../fields.ts'
import { limits } from '../limits.ts'
import { permissionNames, type Permission } from '../permissions.ts'
import { defineResource, type ObjectOf } from '../resource/resource.ts'
import { fact, flagField, givenField, listField, relatedField, textField } from '../resource/fields.ts'

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

export const staff = defineResource(
  {
    name: 'staff',
    plural: 'Staff',
    table: 'staff',
    scope: 'tenant',
    path: '/api/staff',
    access: { read: ['staff.read', 'staff.manage'], manage: ['staff.manage'] },
    tag: 'staff',
    english: { a: 'a staff member', many: 'staff' },
    fields: {
      account: textField(
        matching(/^[a-z][a-z0-9._-]*$/, 'account')
          .min(limits.account.min)
          .max(limits.account.max),
        { fixed: true, limit: limits.account, rule: 'account' },
      ),
      name: textField(text(limits.personName), { limit: limits.personName }),
      roleIds: relatedField(z.array(id).min(1).max(20), z.array(id)),
      organisation: textField(z.string().trim().max(limits.organisation.max).default(''), { limit: limits.organisation }),
      phone: textField(z.union([z.literal(''), matchingNumber(/^\+?\d+$/, 'phone').max(limits.phone.max)]).default(''), {
        limit: limits.phone,
        rule: 'phone',
      }),
      email: textField(z.union([z.literal(''), z.email({ error: 'email' }).max(254)]).default(''), { rule: 'email' }),
      active: flagField(true),
      roleNames: fact(z.array(z.string())),
      agentNumber: fact(z.string().nullable()),
      lockedUntil: fact(instant.nullable()),
    },
    list: {
      search: ['account', 'name', 'organisation', 'phone', 'email'],
      sort: ['account', 'name', 'organisation', 'active', 'id'],
      first: 'account',
      filters: { active: z.enum(['true', 'false']).optional() },
    },
    get: true,
    unique: ['account'],
  },
  {
    named: ({ account }) => account,
    created: (object) => z.object({ staff: object, login: z.string(), initialPassword: z.string() }),
  },
)
export type Staff = ObjectOf<typeof staff>

/** A password that the server made; shown once, to be changed at the first log-in. */
export const initialPasswordSchema = z.object({ login: z.string(), initialPassword: z.string() })

export const languages = ['zh-CN', 'en'] as const
/** Each by its own name. */
export const languageNames = { 'zh-CN': '中文', en: 'English' } as const

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
