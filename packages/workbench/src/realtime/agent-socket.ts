// The agent's end of `/ws/agent`, without any framework: it stays connected, hands over events strictly in order and once,
// and carries commands. It decides nothing about calls. Protocol: contracts' realtime/agent-socket.ts.
import {
  socketCloseCodes,
  type AgentClientFrame,
  type AgentCommandInput,
  type AgentServerFrame,
  type BoardDelta,
  type SequencedEvent,
} from '@openseat/contracts'
import type { CommandResult, ConnectionState, EndReason } from './connection-state.ts'
import { PendingCommands } from './pending-commands.ts'
import { reconnectDelay } from './reconnect-delay.ts'

export type Welcome = Extract<AgentServerFrame, { type: 'welcome' }>

export type VideoSignalFrame = Extract<AgentServerFrame, { type: 'videoSignal' }>

export interface AgentSocketOptions {
  readonly url: string
  readonly browserId: string
  readonly tabId: string
  readonly wantsLead: () => boolean
  readonly open: (url: string) => WebSocket
  readonly isOnline: () => boolean
  readonly random: () => number
  readonly on: AgentSocketListener
}

export interface AgentSocketListener {
  state(state: ConnectionState): void
  welcome(welcome: Welcome): void
  event(event: SequencedEvent): void
  lead(leader: boolean): void
  settings(): void
  /** Whether the server can store what happens. */
  storing(on: boolean): void
  /** Our hang-up has taken effect, though it cannot be stored yet. */
  hungUp(callId: string, at: string): void
  board(delta: BoardDelta): void
  /** From the customer's browser. */
  videoSignal(frame: VideoSignalFrame): void
  /** Another browser took the seat over; this page connects again and waits. */
  takenOver(): void
  ended(reason: EndReason): void
  /** An attempt failed before it opened: the session may be over, which a WebSocket does not tell. */
  notOpened(attempt: number): void
}

const silentAtMostMs = 45_000
/** After waking up or coming back, silence counts sooner. */
const suspectAfterMs = 25_000
const checkEveryMs = 5_000
const attemptsUntilOffline = 3

export class AgentSocket {
  readonly #options: AgentSocketOptions
  readonly #pending = new PendingCommands()
  #socket: WebSocket | null = null
  #state: ConnectionState = 'connecting'
  #after: number | null = null
  #attempt = 0
  #lastHeard = 0
  #retry: ReturnType<typeof setTimeout> | null = null
  #watch: ReturnType<typeof setInterval> | null = null

  constructor(options: AgentSocketOptions) {
    this.#options = options
  }

  get state(): ConnectionState {
    return this.#state
  }

  start(): void {
    this.#watch ??= setInterval(() => this.#check(silentAtMostMs), checkEveryMs)
    this.#connect()
  }

  close(): void {
    if (this.#watch !== null) clearInterval(this.#watch)
    this.#watch = null
    this.#drop()
    this.#pending.rejectAll('connectionLost')
  }

  /** The page became visible, the network came back, the computer woke up: look at the connection now. */
  wake(): void {
    if (this.#watch === null) return
    if (this.#socket) return this.#check(this.#options.isOnline() ? suspectAfterMs : 0)
    if (!this.#options.isOnline()) return
    this.#attempt = 0
    this.#connect()
  }

  /** Refused at once while not connected: a command given now must not come true later. */
  send(command: AgentCommandInput): Promise<CommandResult> {
    if (this.#state !== 'connected') return Promise.resolve({ ok: false, local: 'notConnected' })
    return this.#pending.add((id) => this.#write({ type: 'command', id, command } as AgentClientFrame))
  }

  #connect(): void {
    this.#drop()
    this.#setState(this.#options.isOnline() && this.#attempt < attemptsUntilOffline ? 'connecting' : 'offline')
    const socket = this.#options.open(this.#options.url)
    let opened = false
    this.#socket = socket
    this.#lastHeard = Date.now()
    socket.onopen = () => {
      opened = true
      this.#hello()
    }
    socket.onmessage = (message) => this.#receive(message.data)
    socket.onclose = ({ code }) => {
      if (!opened) this.#options.on.notOpened(this.#attempt)
      this.#onClose(code)
    }
  }

  #hello(): void {
    const { browserId, tabId, wantsLead } = this.#options
    this.#setState('catchingUp')
    this.#lastHeard = Date.now()
    this.#write({ type: 'hello', browserId, tabId, after: this.#after, wantsLead: wantsLead() })
  }

  #write(frame: AgentClientFrame): void {
    this.#socket?.send(JSON.stringify(frame))
  }

  #receive(data: unknown): void {
    this.#lastHeard = Date.now()
    const frame = JSON.parse(String(data)) as AgentServerFrame
    switch (frame.type) {
      case 'welcome':
        return this.#welcome(frame)
      case 'event':
        return this.#event(frame)
      case 'result':
        return this.#pending.settle(frame.id, frame.ok ? { ok: true, data: frame.data ?? {} } : frame)
      case 'lead':
        return this.#options.on.lead(frame.leader)
      case 'board':
        return this.#options.on.board(frame)
      case 'videoSignal':
        return this.#options.on.videoSignal(frame)
      case 'settings':
        return this.#options.on.settings()
      case 'storing':
        return this.#options.on.storing(frame.on)
      case 'hungUp':
        return this.#options.on.hungUp(frame.callId, frame.at)
      case 'ping':
        return this.#write({ type: 'pong', t: frame.t })
    }
  }

  #welcome(welcome: Welcome): void {
    if (welcome.snapshot) this.#after = welcome.snapshot.seq
    if (welcome.elsewhere) this.#after = null
    this.#attempt = 0
    this.#options.on.welcome(welcome)
    this.#setState('connected')
  }

  #event({ seq, at, event }: SequencedEvent): void {
    if (this.#after !== null && seq <= this.#after) return
    if (this.#after !== null && seq > this.#after + 1) return this.#reconnectAfterGap()
    this.#after = seq
    this.#options.on.event({ seq, at, event })
  }

  /** Something between was lost: ask for it again by connecting anew. */
  #reconnectAfterGap(): void {
    this.#drop()
    this.#lost()
  }

  /** Gives the connection up when it has been silent for longer than allowed. */
  #check(allowedMs: number): void {
    if (!this.#socket || (allowedMs > 0 && Date.now() - this.#lastHeard <= allowedMs)) return
    this.#drop()
    this.#lost()
  }

  #onClose(code: number): void {
    this.#socket = null
    if (code === socketCloseCodes.notLoggedIn) return this.#end('notLoggedIn')
    if (code === socketCloseCodes.noAgent) return this.#end('noAgent')
    if (code === socketCloseCodes.protocolError) this.#after = null
    if (code === socketCloseCodes.takenOver) {
      this.#after = null
      this.#options.on.takenOver()
    }
    this.#lost()
  }

  #end(reason: EndReason): void {
    this.close()
    this.#setState('offline')
    this.#options.on.ended(reason)
  }

  #lost(): void {
    this.#pending.rejectAll('connectionLost')
    const attempt = this.#attempt++
    this.#setState(this.#options.isOnline() && attempt < attemptsUntilOffline ? 'connecting' : 'offline')
    this.#retry = setTimeout(() => this.#connect(), reconnectDelay(attempt, this.#options.random()))
  }

  /** Lets go of the present socket without hearing of it again. */
  #drop(): void {
    if (this.#retry !== null) clearTimeout(this.#retry)
    this.#retry = null
    const socket = this.#socket
    this.#socket = null
    if (!socket) return
    socket.onopen = socket.onmessage = socket.onclose = null
    socket.close()
  }

  #setState(state: ConnectionState): void {
    if (state === this.#state) return
    this.#state = state
    this.#options.on.state(state)
  }
}
