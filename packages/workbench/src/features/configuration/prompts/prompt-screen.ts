// The tenant's library of prompts.
import { languageNames, languages, limits, prompt, promptSources } from '@openseat/contracts'
import { AudioLines } from '@lucide/vue'
import { i18n, listWords } from '../../../i18n/language.ts'
import { resourcePage } from '../../../resource/resource-page.ts'
import { choices, defineScreen } from '../../../resource/screen.ts'
import { durationText } from '../../../ui/time-text.ts'
import PromptSound from './PromptSound.vue'

const { t } = i18n.global
const sourceChoices = () => choices(promptSources, (value) => t(`prompts.sources.${value}`))

export const page = resourcePage(
  defineScreen(prompt, {
    words: 'prompts',
    wordParams: () => ({ minutes: limits.promptSeconds / 60 }),
    actionsWidth: '116px',
    columns: () => [
      { key: 'code', label: t('prompts.code'), sortable: true, width: '20%', text: (row) => row.code },
      { key: 'name', label: t('prompts.name'), sortable: true, text: (row) => row.name },
      { key: 'soundSource', label: t('prompts.source'), width: '120px', text: (row) => t(`prompts.sources.${row.soundSource}`) },
      {
        key: 'durationMs',
        label: t('prompts.length'),
        sortable: true,
        numeric: true,
        width: '120px',
        text: (row) => (row.durationMs === null ? t('prompts.none') : durationText(row.durationMs / 1000)),
      },
      { key: 'usedBy', label: t('prompts.usedBy'), width: '24%', text: (row) => listWords(row.usedBy) },
    ],
    filters: () => [{ name: 'soundSource', label: t('prompts.source'), options: sourceChoices() }],
    fields: ({ values }) => {
      const isText = (): boolean => values['soundSource'] === 'text'
      return {
        code: () => ({ hint: t('prompts.codeHint') }),
        soundSource: () => ({ radio: true, options: sourceChoices() }),
        text: () => ({ shown: isText(), required: true, type: 'textarea', hint: t('prompts.textHint'), width: 'whole' }),
        language: () => ({ shown: isText(), radio: true, options: choices(languages, (value) => languageNames[value]) }),
        rate: () => ({ shown: isText(), hint: t('prompts.rateHint') }),
      }
    },
    request: (values) => (values['soundSource'] === 'text' ? values : { ...values, text: '' }),
    actions: (row, { open }) => [{ icon: AudioLines, label: t('prompts.sound', { name: row.code }), run: () => open(PromptSound, row) }],
    // A file is what it still lacks.
    created: (made, { open }) => {
      if (made.soundSource === 'file') open(PromptSound, made)
    },
  }),
)
