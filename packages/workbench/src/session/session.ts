// Who is logged in and what they may do. Server-owned: every change comes from an answer of the server.
import type { Language, Me, Permission } from '@openseat/contracts'
import { defineStore } from 'pinia'
import { ref } from 'vue'
import { asFailure, type ApiFailure } from '../api/api-failure.ts'
import { call } from '../api/call.ts'
import { useInterruption } from './interruption.ts'
import { chooseLanguage, language, languageTold } from '../i18n/language.ts'

/** The language was chosen by hand on the log-in page: it wins over the one kept on the server. */
let choseBeforeLogIn = false

async function tellLanguage(person: Me): Promise<void> {
  choseBeforeLogIn = false
  if (person.language === language.value || person.mustChangePassword) return
  await keepLanguage(language.value)
}

async function keepLanguage(next: Language): Promise<void> {
  await call('setLanguage', { body: { language: next } })
  languageTold.value += 1
}

export const useSession = defineStore('session', () => {
  const me = ref<Me | null>(null)
  /** Set when the first question to the server was not answered: the shell then offers a retry. */
  const failure = ref<ApiFailure | null>(null)
  const asked = ref(false)
  const { goOn, ...interruption } = useInterruption(me)

  function accept(person: Me): void {
    me.value = person
    if (person.language && !choseBeforeLogIn) chooseLanguage(person.language)
  }

  /** Asks the server once who is logged in. */
  async function load(): Promise<void> {
    failure.value = null
    try {
      accept(await call('getMe'))
      asked.value = true
    } catch (error) {
      const problem = asFailure(error)
      if (problem.code === 'LOGIN_REQUIRED') asked.value = true
      else failure.value = problem
    }
  }

  async function logIn(login: string, password: string): Promise<Me> {
    const person = await call('logIn', { body: { login, password } })
    accept(person)
    asked.value = true
    goOn()
    await tellLanguage(person)
    return person
  }

  async function logOut(): Promise<void> {
    await call('logOut')
    me.value = null
  }

  /** To the log-in of somebody else; what is open goes with the page. */
  function leave(): void {
    me.value = null
    window.location.assign('/login')
  }

  const passwordChanged = (): void => {
    if (me.value) me.value.mustChangePassword = false
    goOn()
  }
  /** Switches at once; the server learns it for the next log-in. */
  async function switchLanguage(next: Language): Promise<void> {
    chooseLanguage(next)
    if (me.value === null) choseBeforeLogIn = true
    if (me.value && !me.value.mustChangePassword) await keepLanguage(next)
  }

  const can = (...wanted: readonly Permission[]): boolean => wanted.some((name) => me.value?.permissions.includes(name) ?? false)

  return { me, failure, asked, ...interruption, load, logIn, logOut, leave, passwordChanged, switchLanguage, can }
})
