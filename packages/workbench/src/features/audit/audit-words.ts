// Audit entries in words. An action or object without words is shown under its code, never hidden.
import { vocabulary, type AuditEntry } from '@openseat/contracts'
import { i18n, inLanguage } from '../../app/language.ts'

export const auditedObjects = [
  'tenant',
  'staff',
  'role',
  'agent',
  'skillQueue',
  'calledRoute',
  'accessCode',
  'busyReason',
  'screenPop',
  'allowList',
  'systemParameter',
] as const

const wordOf = (type: string): string | null => (type in vocabulary ? inLanguage(vocabulary[type as keyof typeof vocabulary]) : null)

/** `changeStaff` or `staff.change` by its verb; the rest as it came. */
export function actionText(action: string): string {
  const verb = action.split('.').at(-1) ?? action
  const key = `audit.verb.${verb}`
  return i18n.global.te(key) ? i18n.global.t(key) : action
}

/** `技能队列 12` */
export const objectText = (entry: Pick<AuditEntry, 'objectType' | 'objectId'>): string =>
  `${wordOf(entry.objectType) ?? entry.objectType} ${entry.objectId}`
