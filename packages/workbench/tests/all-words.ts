// Tests speak of every page: all words are there before the first one.
import { loadConfigurationWords } from '../src/app/language.ts'

await loadConfigurationWords()
