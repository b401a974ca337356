// One page of an agent on its socket: hello, commands, the media offer.
import {
  agentClientFrameSchema,
  AppError,
  problemsOf,
  refusalText,
  socketCloseCodes,
  type AgentCommand,
  type AgentServerFrame,
  type ErrorCode,
  type ErrorParams,
  type Language,
  type PlainDataFault,
  type VideoSignal,
} from '@openseat/contracts'
import { agentLeg, type AgentConfig, type CentreCommand } from '@openseat/domain'
import type { WebSocket } from 'ws'
import type { AudioDirector } from '../media/audio-director.ts'
import type { CallIds } from '../ids/call-ids.ts'
import type { TenantActor } from '../desk/tenant-actor.ts'
import type { AgentChannel, Page } from './agent-channel.ts'
import type { AgentHub } from './agent-hub.ts'
import type { BoardWatch } from './board-watch.ts'
import { isInspection, type Inspection } from './inspections.ts'
import { JsonSocket } from './socket.ts'

export interface AgentContext {
  readonly actor: TenantActor
  readonly hub: AgentHub
  readonly boards: BoardWatch
  /** The agent as the settings have it now. */
  readonly settingsOfAgent: () => Promise<AgentConfig | undefined>
  /** The telephone of the agent's settings is not registered now. */
  readonly phoneIsOff: () => Promise<boolean>
  /** What the agent's browser tells the customer's, to see each other. */
  readonly signalCustomer: (room: string, frame: { session: number; signal: VideoSignal }) => void
  /** An inspector did this to another agent or call: for the audit log. */
  readonly inspected: (command: Inspection) => void
  readonly director: AudioDirector
  readonly callIds: CallIds
  readonly agentNumber: string
  readonly language: Language
  readonly stillAllowed: () => Promise<boolean>
  /** Hears when the log-in ends; returns how to hear no more. */
  readonly onEnded: (end: () => void) => () => void
  readonly failed: (error: unknown) => void
}

type VideoSignalCommand = Extract<AgentCommand, { kind: 'videoSignal' }>
type Result = { ok: true; data?: { callId?: string; sdp?: string } } | { ok: false; code: ErrorCode; params: ErrorParams }

interface Joined {
  readonly page: Page
  readonly channel: AgentChannel
}

export function serveAgent(webSocket: WebSocket, context: AgentContext): void {
  new AgentConnection(webSocket, context)
}

class AgentConnection {
  readonly #context: AgentContext
  readonly #socket: JsonSocket
  #joined: Joined | null = null

  constructor(webSocket: WebSocket, context: AgentContext) {
    this.#context = context
    let hasEnded = false
    this.#socket = new JsonSocket(webSocket, {
      onFrame: (frame) => void this.#onFrame(frame).catch(context.failed),
      onUnfit: (frame, fault) => this.#refuseUnfit(frame, fault),
      onClose: () => {
        forget()
        if (this.#joined) {
          const { page, channel } = this.#joined
          context.hub.leave(context.actor, channel, { page, hasEnded })
          context.boards.unwatch(context.actor.tenantId, page)
        }
        this.#joined = null
      },
      stillAllowed: context.stillAllowed,
    })
    const forget = context.onEnded(() => {
      hasEnded = true
      this.#socket.close(socketCloseCodes.notLoggedIn)
    })
  }

  async #onFrame(raw: unknown): Promise<void> {
    const parsed = agentClientFrameSchema.safeParse(raw, { reportInput: true })
    if (!parsed.success) return this.#refuseMalformed(raw, parsed.error)
    const frame = parsed.data
    switch (frame.type) {
      case 'hello':
        return this.#hello(frame)
      case 'command':
        return this.#command(frame.id, frame.command)
      case 'pong':
        return
    }
  }

  #refuseMalformed(raw: unknown, error: Parameters<typeof problemsOf>[0]): void {
    const problem = problemsOf(error)[0]
    if (!problem) return this.#socket.close(socketCloseCodes.protocolError)
    this.#refuseFrame(raw, problem.code, { label: problem.field, ...problem.params })
  }

  #refuseUnfit(raw: unknown, fault: PlainDataFault): void {
    if (fault.kind === 'size') return this.#refuseFrame(raw, 'REQUEST_TOO_MUCH', { reason: fault.reason })
    const { field, code, params } = fault.problem
    this.#refuseFrame(raw, code, { label: field, ...params })
  }

  /** A command that names itself is refused in words; what is no command at all ends the connection. */
  #refuseFrame(raw: unknown, code: ErrorCode, params: ErrorParams): void {
    const id = typeof raw === 'object' && raw !== null && 'id' in raw ? raw.id : null
    if (typeof id !== 'number') return this.#socket.close(socketCloseCodes.protocolError)
    this.#reply(id, { ok: false, code, params })
  }

  async #hello(hello: { browserId: string; tabId: string; after: number | null; wantsLead: boolean }): Promise<void> {
    if (this.#joined) return this.#socket.close(socketCloseCodes.protocolError)
    const { hub, actor, agentNumber } = this.#context
    const page: Page = {
      browserId: hello.browserId,
      tabId: hello.tabId,
      wantsLead: hello.wantsLead,
      send: (frame: AgentServerFrame) => this.#socket.send(frame),
      sendText: (text) => this.#socket.sendText(text),
      close: (code) => this.#socket.close(code),
    }
    const channel = hub.channel(actor.tenantId, agentNumber)
    this.#joined = { page, channel }
    // Without a welcome the page could do nothing: it comes again.
    await hub.join(actor, channel, { page, after: hello.after }).catch((error: unknown) => {
      this.#socket.close(socketCloseCodes.serverStopping)
      throw error
    })
  }

  async #command(id: number, command: AgentCommand): Promise<void> {
    if (!this.#joined) return this.#socket.close(socketCloseCodes.protocolError)
    this.#reply(id, await this.#run(this.#joined, command).catch((error: unknown) => this.#failure(error)))
  }

  #failure(error: unknown): Result {
    if (error instanceof AppError) return { ok: false, code: error.code, params: error.params }
    this.#context.failed(error)
    return { ok: false, code: 'INTERNAL', params: { reference: '-' } }
  }

  async #run(joined: Joined, command: AgentCommand): Promise<Result> {
    const { page, channel } = joined
    if (channel.isElsewhere(page) && command.kind !== 'takeOver') {
      return { ok: false, code: 'SEAT_TAKEN', params: { agentNumber: this.#context.agentNumber, where: '' } }
    }
    switch (command.kind) {
      case 'takeLead':
        channel.takeLead(page)
        return { ok: true }
      case 'mediaOffer':
        return this.#mediaOffer(joined, command)
      case 'videoSignal':
        return this.#videoSignal(joined, command)
      case 'watchBoard':
        return this.#watchBoard(page, command.on)
      default:
        return this.#centreCommand(joined, command)
    }
  }

  async #centreCommand({ page, channel }: Joined, command: CentreCommand): Promise<Result> {
    const { actor, agentNumber, callIds, phoneIsOff, inspected } = this.#context
    if (command.kind === 'signIn' && command.device === 'phone' && (await phoneIsOff()))
      return { ok: false, code: 'AGENT_PHONE_OFF', params: {} }
    const reply = await actor.command({ agentNumber, browserId: page.browserId, newCallId: callIds.next() }, command)
    if (!reply.ok) return reply
    if (command.kind === 'takeOver') channel.closeOthers(page.browserId)
    if (isInspection(command)) inspected(command)
    return reply.callId === undefined ? { ok: true } : { ok: true, data: { callId: reply.callId } }
  }

  async #mediaOffer({ page, channel }: Joined, { callId, sdp }: { callId: string; sdp: string }): Promise<Result> {
    const { actor, agentNumber, director } = this.#context
    if (!channel.isLeader(page)) return { ok: false, code: 'SEAT_NOT_LEADER', params: {} }
    const room = await actor.ask('room', { callId, agentNumber })
    if (room === null) return { ok: false, code: 'CALL_NOT_FOUND', params: { callId } }
    return { ok: true, data: { sdp: await director.openLeg({ room, leg: agentLeg(agentNumber) }, sdp) } }
  }

  async #videoSignal({ page, channel }: Joined, { callId, session, signal }: VideoSignalCommand): Promise<Result> {
    const { actor, agentNumber, signalCustomer } = this.#context
    if (!channel.isLeader(page)) return { ok: false, code: 'SEAT_NOT_LEADER', params: {} }
    const room = await actor.ask('room', { callId, agentNumber })
    if (room !== callId) return { ok: false, code: 'CALL_NOT_FOUND', params: { callId } }
    signalCustomer(room, { session, signal })
    return { ok: true }
  }

  async #watchBoard(page: Page, on: boolean): Promise<Result> {
    const { actor, settingsOfAgent, boards } = this.#context
    const agent = await settingsOfAgent()
    if (agent?.role !== 'inspector') return { ok: false, code: 'INSPECTOR_ONLY', params: {} }
    if (on) await boards.watch(actor, page, { seesNumbers: agent.seesNumbers })
    else boards.unwatch(actor.tenantId, page)
    return { ok: true }
  }

  #reply(id: number, result: Result): void {
    if (result.ok) return this.#socket.send({ type: 'result', id, ...result })
    const message = refusalText(result.code, this.#context.language, result.params)
    this.#socket.send({ type: 'result', id, ...result, message })
  }
}
