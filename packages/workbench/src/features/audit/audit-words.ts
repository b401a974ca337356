// Audit entries in words. An action or object without words is shown under its code, never hidden.
import { vocabulary, type AuditEntry } from '@openseat/contracts'
import { i18n, inLanguage } from '../../app/language.ts'

export const auditedObjects = [
  'tenant',
  'staff',
  'role',
  'agent',
  'skillQueue',
  'skillGroup',
  'workingHours',
  'calledRoute',
  'accessCode',
  'busyReason',
  'screenPop',
  'allowList',
  'systemParameter',
  'region',
  'trunk',
  'outboundRoute',
  'customerInterface',
  'baseTable',
  'baseTableRow',
  'tableImport',
  'phone',
  'widget',
  'callReason',
  'customPage',
  'recording',
  'contextToken',
  'address',
  'route',
] as const

const wordOf = (type: string): string | null => (type in vocabulary ? inLanguage(vocabulary[type as keyof typeof vocabulary]) : null)

/** `changeStaff` or `staff.change` by its verb; the rest as it came. */
export function actionText(action: string): string {
  const verb = action.split('.').at(-1) ?? action
  const key = `audit.verb.${verb}`
  return i18n.global.te(key) ? i18n.global.t(key) : action
}

const nameIn = (value: unknown): string | null => {
  if (typeof value !== 'object' || value === null) return null
  const { name, account, origin, accessCode, code, userName, prefix } = value as Record<string, unknown>
  return (
    ([name, account, origin, accessCode, code, userName, prefix].find((candidate) => typeof candidate === 'string' && candidate !== '') as
      | string
      | undefined) ?? null
  )
}

/** `技能队列 12`, with the name that the object had or got when there is one. */
export function objectText(entry: Pick<AuditEntry, 'objectType' | 'objectId' | 'before' | 'after'>): string {
  const name = nameIn(entry.after) ?? nameIn(entry.before)
  const base = `${wordOf(entry.objectType) ?? entry.objectType} ${entry.objectId}`
  return name === null || name === entry.objectId ? base : `${base} · ${name}`
}
