// How words are pronounced that speech gets wrong.
import { languageNames, languages, pronunciation } from '@openseat/contracts'
import { i18n } from '../../../i18n/language.ts'
import { resourcePage } from '../../../resource/resource-page.ts'
import { choices, defineScreen } from '../../../resource/screen.ts'

const { t } = i18n.global

export const page = resourcePage(
  defineScreen(pronunciation, {
    words: 'pronunciations',
    columns: () => [
      { key: 'word', label: t('pronunciations.word'), sortable: true, width: '30%', text: (row) => row.word },
      { key: 'say', label: t('pronunciations.say'), text: (row) => row.say },
      { key: 'language', label: t('pronunciations.language'), width: '120px', text: (row) => languageNames[row.language] },
    ],
    fields: () => ({
      say: () => ({ hint: t('pronunciations.sayHint') }),
      language: () => ({ radio: true, options: choices(languages, (value) => languageNames[value]) }),
    }),
  }),
)
