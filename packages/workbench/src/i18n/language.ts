// The language of the interface: zh-CN or en, switched at once, remembered here and (by the session) on the server.
import { languages, type Language } from '@openseat/contracts'
import { computed, ref, watchEffect, type ComputedRef } from 'vue'
import { createI18n } from 'vue-i18n'
import { configureApi } from '../api/call.ts'
import { en } from './messages/en/index.ts'
import { zhCN } from './messages/zh-CN/index.ts'

const key = 'openseat.language'
const isLanguage = (value: unknown): value is Language => (languages as readonly unknown[]).includes(value)

function firstLanguage(): Language {
  const kept = typeof localStorage === 'undefined' ? null : localStorage.getItem(key)
  if (isLanguage(kept)) return kept
  const browser = typeof navigator === 'undefined' ? 'zh' : navigator.language
  return /^zh/i.test(browser) ? 'zh-CN' : 'en'
}

export const language = ref<Language>(firstLanguage())

export const i18n = createI18n({
  legacy: false,
  locale: language.value,
  fallbackLocale: false,
  messages: { 'zh-CN': zhCN, en },
})

/** Grows each time the server has learnt of a choice: from then on its own words are in that language. */
export const languageTold = ref(0)

let configurationWords: Promise<void> | undefined

/** Before a page of the configuration centre or of the operator is shown. */
export function loadConfigurationWords(): Promise<void> {
  configurationWords ??= import('./messages/configuration.ts').then(
    ({ enConfiguration, zhCNConfiguration }) => {
      i18n.global.mergeLocaleMessage('en', enConfiguration)
      i18n.global.mergeLocaleMessage('zh-CN', zhCNConfiguration)
    },
    (error: unknown) => {
      configurationWords = undefined
      throw error
    },
  )
  return configurationWords
}

/** Switches the interface; the person's choice on the server is the session's affair. */
export function chooseLanguage(next: Language): void {
  language.value = next
  localStorage.setItem(key, next)
}

/** Keeps vue-i18n, the document and the server's words in the chosen language. Call once, from the entry. */
export function followLanguage(): void {
  watchEffect(() => {
    i18n.global.locale.value = language.value
    document.documentElement.lang = language.value
    configureApi({ language: language.value })
  })
}

interface Pair {
  readonly zh: string
  readonly en: string
}

/** The words of a contracts table entry in the present language. */
export const inLanguage = (pair: Pair): string => (language.value === 'en' ? pair.en : pair.zh)

/** Several words in one line, as the language lists them. */
export const listWords = (words: readonly string[]): string => words.join(language.value === 'en' ? ', ' : '、')

/** A table of contracts words as options of a select, in the present language. */
export const optionsOf = <K extends string>(table: Readonly<Record<K, Pair>>): ComputedRef<{ value: K; label: string }[]> =>
  computed(() => (Object.keys(table) as K[]).map((value) => ({ value, label: inLanguage(table[value]) })))
