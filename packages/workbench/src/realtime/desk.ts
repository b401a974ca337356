// The agent's desk: what the server says about seat and contacts, and the way to ask for changes. Server-owned: nothing
// here changes but by a frame of the server, except closing an ended contact.
import type { AgentCommandInput, BoardDelta, SequencedEvent, Snapshot } from '@openseat/contracts'
import { defineStore } from 'pinia'
import { ref, shallowRef } from 'vue'
import { asFailure } from '../api/api-failure.ts'
import { call as callApi } from '../api/call.ts'
import { AgentSocket, type VideoSignalFrame, type Welcome } from './agent-socket.ts'
import type { CommandResult, ConnectionState, EndReason } from './connection-state.ts'
import { closeContact, closeMissed, emptyDesk, takeEvent, takeHangUp, takeSnapshot } from './contact-state.ts'
import { useDeskViews } from './desk-views.ts'
import { Listeners } from './listeners.ts'
import { browserId, ledBefore, rememberLead, tabId } from './page-identity.ts'
import { useSeatSettings } from './seat-settings.ts'
import { runClock, setServerTime } from './server-clock.ts'
import { useStoring } from './use-storing.ts'

const socketUrl = (): string => `${location.protocol === 'https:' ? 'wss' : 'ws'}://${location.host}/ws/agent`

/** An upgrade refused for want of a log-in looks like any other failure: ask by REST, which knows. */
const askWhetherLoggedIn = (): void => void callApi('getMe').catch(asFailure)

export const useAgentDesk = defineStore('desk', () => {
  const connection = ref<ConnectionState>('connecting')
  const isLeader = ref(false)
  /** Another browser holds the seat. */
  const isElsewhere = ref(false)
  const wasTakenOver = ref(false)
  const { isStoring, hasHungUp, storing } = useStoring()
  const endReason = ref<EndReason | null>(null)
  const state = shallowRef(emptyDesk)
  /** The first welcome has come: what is shown is the server's word. */
  const isKnown = ref(false)
  const { settings, loadSettings } = useSeatSettings()
  const events = new Listeners<SequencedEvent>()
  const snapshots = new Listeners<Snapshot>()
  const board = new Listeners<BoardDelta>()
  const videoSignals = new Listeners<VideoSignalFrame>()
  let socket: AgentSocket | null = null
  let stopWatching: (() => void) | null = null

  const views = useDeskViews(state)

  function setLead(leader: boolean): void {
    isLeader.value = leader
    rememberLead(leader)
  }

  function welcome(frame: Welcome): void {
    setServerTime(frame.serverTime)
    storing(true)
    isElsewhere.value = frame.elsewhere
    if (frame.elsewhere) state.value = emptyDesk
    else wasTakenOver.value = false
    if (frame.snapshot) state.value = takeSnapshot(state.value, frame.snapshot, Date.now())
    isKnown.value = true
    setLead(frame.leader && !frame.elsewhere)
    if (frame.snapshot) snapshots.tell(frame.snapshot)
  }

  function event(sequenced: SequencedEvent): void {
    state.value = takeEvent(state.value, sequenced.event, Date.now())
    events.tell(sequenced)
  }

  function start(): void {
    if (socket) return
    endReason.value = null
    socket = new AgentSocket({
      url: socketUrl(),
      browserId: browserId(),
      tabId: tabId(),
      wantsLead: () => !document.hidden || ledBefore(),
      open: (url) => new WebSocket(url),
      isOnline: () => navigator.onLine,
      random: Math.random,
      on: {
        state: (next) => (connection.value = next),
        welcome,
        event,
        lead: setLead,
        settings: () => void loadSettings(),
        storing,
        hungUp: (callId, at) => {
          hasHungUp.value = true
          state.value = takeHangUp(state.value, callId, at)
        },
        board: board.tell,
        videoSignal: videoSignals.tell,
        takenOver: () => (wasTakenOver.value = true),
        ended: (reason) => {
          endReason.value = reason
          if (reason === 'notLoggedIn') askWhetherLoggedIn()
        },
        notOpened: (attempt) => attempt === 1 && askWhetherLoggedIn(),
      },
    })
    stopWatching = watchSurroundings(() => socket?.wake())
    socket.start()
    void loadSettings()
  }

  function disconnect(): void {
    socket?.close()
    stopWatching?.()
    socket = stopWatching = null
  }

  /** With a new log-in: the server tells how all stands. */
  function restart(): void {
    disconnect()
    start()
  }

  function stop(): void {
    disconnect()
    state.value = emptyDesk
    isKnown.value = isElsewhere.value = wasTakenOver.value = false
    connection.value = 'connecting'
  }

  const run = (command: AgentCommandInput): Promise<CommandResult> =>
    socket?.send(command) ?? Promise.resolve({ ok: false, local: 'notConnected' })

  const close = (callId: string): void => void (state.value = closeContact(state.value, callId))

  return {
    connection,
    isLeader,
    isElsewhere,
    wasTakenOver,
    isStoring,
    hasHungUp,
    endReason,
    isKnown,
    settings,
    ...views,
    start,
    restart,
    stop,
    run,
    close,
    closeMissed: (callId: string) => void (state.value = closeMissed(state.value, callId)),
    /** Every event once it is applied, every snapshot likewise, every frame of the live board, all that the customer's browser says about video. */
    onEvent: events.add,
    onSnapshot: snapshots.add,
    onBoard: board.add,
    onVideoSignal: videoSignals.add,
    loadSettings,
  }
})

/** Calls `wake` when the page or the network comes back; runs the clock meanwhile. */
function watchSurroundings(wake: () => void): () => void {
  const onVisible = (): void => {
    if (!document.hidden) wake()
  }
  const stopClock = runClock()
  window.addEventListener('online', wake)
  window.addEventListener('offline', wake)
  window.addEventListener('pageshow', wake)
  document.addEventListener('visibilitychange', onVisible)
  return () => {
    stopClock()
    window.removeEventListener('online', wake)
    window.removeEventListener('offline', wake)
    window.removeEventListener('pageshow', wake)
    document.removeEventListener('visibilitychange', onVisible)
  }
}
