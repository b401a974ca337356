// Audit entries in words. An action or object without words is shown under its code, never hidden.
import { auditActionWords, vocabulary, type AuditAction, type AuditEntry } from '@openseat/contracts'
import { inLanguage } from '../../i18n/language.ts'

const wordOf = (type: string): string | null => (type in vocabulary ? inLanguage(vocabulary[type as keyof typeof vocabulary]) : null)

/** `changeStaff` or `staff.change` by its verb; what has no words as it came: older logs hold codes of their time. */
export function actionText(action: string): string {
  const verb = action.split('.').at(-1) ?? action
  return verb in auditActionWords ? inLanguage(auditActionWords[verb as AuditAction]) : action
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

/** What people do to their own account: they are named as those who did it. */
const ownActions: ReadonlySet<string> = new Set(['logIn', 'logOut', 'logInFailed', 'changePassword'])

/** `技能队列 12`, with the name that the object had or got when there is one. */
export function objectText({ objectType, objectId, before, after, action, actor }: Omit<AuditEntry, 'id' | 'at' | 'address'>): string {
  const own = objectType === 'staff' && ownActions.has(action) ? actor : null
  const name = nameIn(after) ?? nameIn(before) ?? own
  const base = `${wordOf(objectType) ?? objectType} ${objectId}`
  return name === null || name === '' || name === objectId ? base : `${base} · ${name}`
}
