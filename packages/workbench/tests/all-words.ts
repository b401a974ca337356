// Tests speak of every page: all words are there before the first one.
import { loadConfigurationWords } from '../src/i18n/language.ts'

await loadConfigurationWords()
