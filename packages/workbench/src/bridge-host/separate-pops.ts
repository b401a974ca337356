// How each contact's pages in windows of their own fare. In the leading tab they open when they pop; what the browser
// does not let open waits for one click.
import type { ResolvedPop } from '@openseat/contracts'
import { useStorage } from '@vueuse/core'
import { defineStore } from 'pinia'
import { reactive } from 'vue'
import { i18n } from '../i18n/language.ts'
import type { Contact } from '../realtime/contact-state.ts'
import { useAgentDesk } from '../realtime/desk.ts'
import { showToast } from '../ui/toasts.ts'
import { mayOpenWindows, SeparateWindows } from './separate-windows.ts'

/** `open`: in its window now. `stopped`: the browser let no window open. `waiting`: a click opens it. */
export type WindowStatus = 'open' | 'stopped' | 'waiting' | 'notListed'

const lookEveryMs = 1_000

const keyOf = ({ callId, popId }: Pick<ResolvedPop, 'callId' | 'popId'>): string => `${callId}/${popId}`

function noteClosed(statuses: Map<string, WindowStatus>, windows: SeparateWindows | null): void {
  for (const [key, status] of statuses) {
    const popId = Number(key.slice(key.lastIndexOf('/') + 1))
    if (status === 'open' && windows?.isOpen(popId) === false) statuses.set(key, 'waiting')
  }
}

function tellStopped({ name, popId }: Pick<ResolvedPop, 'name' | 'popId'>, windows: SeparateWindows | null): void {
  // The window that stands is the last customer's.
  const words = windows?.isOpen(popId) ? 'pop.window.stoppedOld' : 'pop.window.stoppedToast'
  showToast({ text: i18n.global.t(words, { name }), tone: 'notice' })
}

/** The page in each pop's window is that of one contact: the others' wait for a click. */
function freeWindow(statuses: Map<string, WindowStatus>, popId: number): void {
  for (const [key, status] of statuses) if (status === 'open' && key.endsWith(`/${popId}`)) statuses.set(key, 'waiting')
}

export const useSeparatePops = defineStore('separatePops', () => {
  const desk = useAgentDesk()
  let windows: SeparateWindows | null = null
  const statuses = reactive(new Map<string, WindowStatus>())
  /** What the check at sign-in found; null when it was never made. */
  const mayOpen = useStorage<boolean | null>('openseat.mayOpenWindows', null, undefined, {
    serializer: { read: (text) => (text === 'true' ? true : text === 'false' ? false : null), write: String },
  })

  const separateOf = (pops: Contact['pops']): Contact['pops'] => pops.filter(({ openMode }) => openMode === 'separate')
  const statusOf = (pop: ResolvedPop): WindowStatus => (pop.blocked ? 'notListed' : (statuses.get(keyOf(pop)) ?? 'waiting'))

  function report(pop: ResolvedPop, isOpen: boolean): void {
    const { callId, popId } = pop
    void desk.run({ kind: 'popReport', callId, popId, outcome: isOpen ? 'loaded' : 'blocked', milliseconds: 0 })
  }

  /** The pop's window shows this contact's page from now on. */
  function open(pop: ResolvedPop): boolean {
    if (pop.blocked) return false
    const isOpen = windows?.open(pop.popId, `${pop.framePath}/window`) ?? false
    if (isOpen) freeWindow(statuses, pop.popId)
    statuses.set(keyOf(pop), isOpen ? 'open' : 'stopped')
    report(pop, isOpen)
    return isOpen
  }

  /** By a click: the window is brought to the front, or opened. */
  function show(pop: ResolvedPop): void {
    if (statusOf(pop) === 'open' && windows?.isOpen(pop.popId)) windows.show(pop.popId)
    else open(pop)
  }

  function popped(pops: readonly ResolvedPop[]): void {
    if (!desk.isLeader) return
    const stopped = pops.filter((pop) => pop.openMode === 'separate' && !pop.blocked && !open(pop))
    for (const pop of stopped) tellStopped(pop, windows)
  }

  /** Returns how to stop. */
  function start(): () => void {
    windows = new SeparateWindows()
    // A window that somebody has closed tells nobody.
    const looking = setInterval(() => noteClosed(statuses, windows), lookEveryMs)
    const stop = desk.onEvent(({ event }) => {
      if (event.type === 'pops.opened') popped(event.pops)
    })
    return () => {
      stop()
      clearInterval(looking)
      windows?.close()
      windows = null
      statuses.clear()
    }
  }

  const check = (): void => void (mayOpen.value = mayOpenWindows())

  return { mayOpen, separateOf, statusOf, show, start, check }
})
