// An action that asks first: what it is called, what follows from it, and how it is done.
import { i18n } from '../i18n/language.ts'

export interface DangerousAction {
  readonly title: string
  readonly consequence: string
  readonly verb: string
  readonly removes: boolean
  /** A thrown ApiFailure is shown where the question was asked. */
  readonly perform: () => Promise<unknown>
}

/** Deleting `name`, an object of the kind `object`. */
export function deletion(object: string, name: string, perform: () => Promise<unknown>): DangerousAction {
  const { t } = i18n.global
  return {
    title: t('ui.delete.title', { object, name }),
    consequence: t('ui.delete.consequence'),
    verb: t('ui.delete.verb'),
    removes: true,
    perform,
  }
}
