// The enterprise's pages on this desk, server-owned: which Web API pages stand, and whose messages are heard. Only the
// leading tab shows pages; it alone tells and hears.
import type { CallView, LivingPop, RouteResponse, SeatView } from '@openseat/contracts'
import { defineStore } from 'pinia'
import { computed, reactive, shallowRef, watch } from 'vue'
import { asFailure } from '../api/api-failure.ts'
import { call as callApi } from '../api/call.ts'
import { i18n } from '../i18n/language.ts'
import { useAgentDesk } from '../realtime/desk.ts'
import { refusalWords } from '../realtime/use-command.ts'
import { showToast } from '../ui/toasts.ts'
import { LegacyBridge } from './legacy-bridge.ts'
import { isListedOrigin } from './listed-origin.ts'
import { nextLiving, popsInUse } from './living-pops.ts'
import { OutboundCalls } from './outbound-call.ts'
import { type LivingPage, PageConnections } from './page-connections.ts'
import type { PopStatus } from './pop-status.ts'

type Settings = RouteResponse<'listLivingPops'>
const nothing: Settings = { items: [], separatePops: false, origins: [] }
const retryMs = 5_000
const toastEveryMs = 60_000

/** What can be done with a page by hand. */
export interface OpenFrame {
  open(): void
  openInWindow(): void
}

/** Read after log-in, with each `settings` notice, and again when the answer did not come. */
function usePageSettings(onRead: () => void) {
  const desk = useAgentDesk()
  const settings = shallowRef<Settings>(nothing)
  let retry: ReturnType<typeof setTimeout> | undefined
  let isWanted = false

  async function load(): Promise<void> {
    clearTimeout(retry)
    try {
      settings.value = await callApi('listLivingPops')
      if (isWanted) onRead()
    } catch (error) {
      asFailure(error)
      if (isWanted) retry = setTimeout(() => void load(), retryMs)
    }
  }

  function start(): () => void {
    isWanted = true
    const stop = watch(() => desk.settings, load, { immediate: true })
    return () => {
      isWanted = false
      clearTimeout(retry)
      stop()
    }
  }
  return { settings, start }
}

/** For each page, at most one a minute. */
function tooManyToasts(): (origin: string) => void {
  const toldAt = new Map<string, number>()
  return (origin) => {
    const now = performance.now()
    if (now - (toldAt.get(origin) ?? Number.NEGATIVE_INFINITY) < toastEveryMs) return
    toldAt.set(origin, now)
    showToast({ text: i18n.global.t('page.tooMany', { origin }), tone: 'failed' })
  }
}

interface Listening {
  readonly legacy: LegacyBridge
  readonly connections: PageConnections
}

/** In the leading tab alone. A tab that led keeps its pages: they are told what they missed when it leads again. */
function tellPages(desk: ReturnType<typeof useAgentDesk>, { legacy, connections }: Listening): () => void {
  function takeAll(seat: SeatView | null, calls: readonly CallView[]): void {
    if (!desk.isLeader) return
    legacy.takeAll(seat, calls)
    connections.takeAll(calls)
  }
  const stops = [
    watch(
      () => desk.isLeader,
      () => takeAll(desk.seat, desk.calls),
      { immediate: true },
    ),
    desk.onSnapshot(({ seat, calls }) => takeAll(seat, calls)),
    desk.onEvent(({ event }) => {
      if (!desk.isLeader) return
      legacy.take(event)
      if ('call' in event) connections.take(event.call)
    }),
  ]
  return () => stops.forEach((stop) => stop())
}

export const usePageHost = defineStore('pageHost', () => {
  const desk = useAgentDesk()
  const shown = shallowRef<readonly LivingPop[]>([])
  const frames = new Map<number, OpenFrame>()
  const statuses = reactive(new Map<number, PopStatus>())
  const { settings, start: startReading } = usePageSettings(update)
  const separatePops = computed(() => settings.value.separatePops)
  const outbound = new OutboundCalls({
    context: () => ({ isLeading: desk.isLeader, seat: desk.seat, queues: desk.settings?.queues ?? [] }),
    dial: (call) => desk.run({ kind: 'dial', ...call }),
    words: refusalWords,
    show: (text) => showToast({ text, tone: 'failed' }),
  })
  const parts = {
    admits: (origin: string): boolean => isListedOrigin(settings.value.origins, origin),
    workNo: () => desk.seat?.agentNumber ?? '',
    dial: outbound.call.bind(outbound),
    tooMany: tooManyToasts(),
  }
  let connections = new PageConnections(parts)

  function update(): void {
    shown.value = nextLiving(shown.value, settings.value.items, popsInUse(desk.calls))
    connections.recheck()
  }

  /** Returns how to stop. */
  function start(): () => void {
    connections = new PageConnections(parts)
    const legacy = new LegacyBridge({ ...parts, words: (code, name) => i18n.global.t(`page.message.${code}`, { name }) })
    const stops = [
      () => legacy.close(),
      tellPages(desk, { legacy, connections }),
      startReading(),
      watch(() => [...popsInUse(desk.calls)].join(), update),
    ]
    return () => {
      for (const stop of stops) stop()
      shown.value = []
    }
  }

  const connect = (pop: LivingPop, page: LivingPage): (() => void) => connections.connect(pop, page)

  /** The Web API pages of a contact. */
  const livingOf = (call: CallView): LivingPop[] => shown.value.filter(({ popId }) => call.page?.popIds.includes(popId) === true)

  return { shown, separatePops, frames, statuses, start, connect, livingOf }
})
