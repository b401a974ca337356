// How each contact's pages in windows of their own fare. In the leading tab they open when they pop; what the browser
// does not let open waits for one click.
import type { ResolvedPop } from '@openseat/contracts'
import { useStorage } from '@vueuse/core'
import { defineStore } from 'pinia'
import { reactive } from 'vue'
import { i18n } from '../app/language.ts'
import type { Contact } from '../realtime/contact-state.ts'
import { useDesk } from '../realtime/desk.ts'
import { showToast } from '../ui/toasts.ts'
import { mayOpenWindows, SeparateWindows } from './separate-windows.ts'

/** `open`: in its window now. `stopped`: the browser let no window open. `waiting`: a click opens it. */
export type WindowStatus = 'open' | 'stopped' | 'waiting' | 'notListed'

const keyOf = ({ callId, popId }: Pick<ResolvedPop, 'callId' | 'popId'>): string => `${callId}/${popId}`

export const useSeparatePops = defineStore('separatePops', () => {
  const desk = useDesk()
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
    if (isOpen) {
      for (const [key, status] of statuses) if (status === 'open' && key.endsWith(`/${pop.popId}`)) statuses.set(key, 'waiting')
    }
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
    for (const { name } of stopped) showToast({ text: i18n.global.t('pop.window.stoppedToast', { name }), tone: 'notice' })
  }

  /** Returns how to stop. */
  function start(): () => void {
    windows = new SeparateWindows()
    const stop = desk.onEvent(({ event }) => {
      if (event.type === 'pops.opened') popped(event.pops)
    })
    return () => {
      stop()
      windows?.close()
      windows = null
      statuses.clear()
    }
  }

  const check = (): void => void (mayOpen.value = mayOpenWindows())

  return { mayOpen, separateOf, statusOf, show, start, check }
})
