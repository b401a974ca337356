// An outbound route in words.
import type { OutboundRoute } from '@openseat/contracts'
import { i18n, listWords } from '../../i18n/language.ts'

/** `021*`, or the words for any number. */
export const prefixOf = ({ prefix }: Pick<OutboundRoute, 'prefix'>): string =>
  prefix === '' ? i18n.global.t('outbound.anyNumber') : `${prefix}*`

/** What becomes of the number, in words. */
export function changeText({ stripDigits, prepend }: OutboundRoute): string {
  const { t } = i18n.global
  const parts = [
    ...(stripDigits > 0 ? [t('outbound.strip', { count: stripDigits })] : []),
    ...(prepend === '' ? [] : [t('outbound.prepend', { digits: prepend })]),
  ]
  return parts.length === 0 ? t('outbound.asDialled') : listWords(parts)
}
