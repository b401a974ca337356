// A number as people read and hear it. Whoever withholds his has none, and an empty place says nothing.
import { i18n } from '../i18n/language.ts'

/** Call it where texts are drawn, so that it follows the language. */
export const numberText = (number: string): string => (number === '' ? i18n.global.t('ui.withheld') : number)
