// A failure in the person's language. The server's words are used where there are any: they name object, rule and value.
import type { ApiFailure } from '../api/api-failure.ts'
import { i18n } from '../i18n/language.ts'

export function failureText(failure: ApiFailure): string {
  if (failure.kind === 'unreachable') return i18n.global.t('ui.failure.unreachable')
  if (failure.kind === 'unexpected' || failure.detail === '') return i18n.global.t('ui.failure.unexpected')
  return failure.detail
}
