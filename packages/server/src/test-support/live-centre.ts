// A whole contact centre on loopback: the application over a test database with real sockets and media, agents' pages as
// bare WebSockets, and everybody on a SIP telephone that says a tone of its own and measures what it hears.

import { randomUUID } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { FlowDocument, AgentCommandInput, AgentEvent, AgentServerFrame, CallView, SeatView, Snapshot } from '@openseat/contracts'
import type { RtpPhone } from '@openseat/telephony/engine/test-support/rtp-phone'
import { pino, type Logger } from 'pino'
import WebSocket from 'ws'
import { createApp, type App } from '../app.ts'
import { readEnv } from '../runtime/env.ts'
import { seedDemo } from '../demo/demo-seed.ts'
import { Settings } from '../settings/settings.ts'
import { json } from '../store/schema.ts'
import type { Database } from '../store/database.ts'
import { SipPeer, until } from './sip-peer.ts'
import { demoSecret, TestClient } from './test-server.ts'

type Result = Extract<AgentServerFrame, { type: 'result' }>

/** One agent's page. */
export class AgentPage {
  readonly events: AgentEvent[] = []
  readonly frames: AgentServerFrame[] = []
  readonly calls = new Map<string, CallView>()
  seat: SeatView | undefined
  /** With which code the server closed it. */
  readonly closed: Promise<number>
  readonly #socket: WebSocket
  readonly #results = new Map<number, (result: Result) => void>()
  #lastId = 0

  constructor(origin: string, cookie: string) {
    this.#socket = new WebSocket(`${origin.replace('http', 'ws')}/ws/agent`, { headers: { cookie } })
    this.#socket.on('open', () =>
      this.#socket.send(JSON.stringify({ type: 'hello', browserId: 'test-browser', tabId: 'test-tab-1', after: null, wantsLead: true })),
    )
    this.closed = new Promise((resolve) => this.#socket.on('close', resolve))
    this.#socket.on('message', (data) => this.#onFrame(JSON.parse(String(data)) as AgentServerFrame))
  }

  async ready(): Promise<void> {
    await until(() => this.seat !== undefined)
  }

  send(command: AgentCommandInput): Promise<Result> {
    const id = (this.#lastId += 1)
    const result = new Promise<Result>((resolve) => this.#results.set(id, resolve))
    this.#socket.send(JSON.stringify({ type: 'command', id, command }))
    return result
  }

  /** Fails when the command is refused; the call that it began or concerns. */
  async did(command: AgentCommandInput): Promise<string> {
    const result = await this.send(command)
    if (!result.ok) throw new Error(`${command.kind}: ${result.code} ${result.message}`)
    return result.data?.callId ?? ''
  }

  /** The agent's live call of a kind, when it is in one of the states. */
  async call(...states: CallView['state'][]): Promise<CallView> {
    const find = (): CallView | undefined => [...this.calls.values()].find(({ state }) => states.includes(state))
    await until(() => find() !== undefined)
    const call = find()
    if (!call) throw new Error('no call')
    return call
  }

  async inState(state: SeatView['state']): Promise<void> {
    await until(() => this.seat?.state === state)
  }

  close(): void {
    this.#socket.terminate()
  }

  #onFrame(frame: AgentServerFrame): void {
    this.frames.push(frame)
    if (frame.type === 'ping') this.#socket.send(JSON.stringify({ type: 'pong', t: frame.t }))
    if (frame.type === 'result') this.#results.get(frame.id)?.(frame)
    if (frame.type === 'welcome' && frame.snapshot) this.#takeSnapshot(frame.snapshot)
    if (frame.type === 'event') this.#onEvent(frame.event)
  }

  #takeSnapshot({ seat, calls }: Snapshot): void {
    this.seat = seat
    this.calls.clear()
    for (const call of calls) if (call.state !== 'ended') this.calls.set(call.callId, call)
  }

  #onEvent(event: AgentEvent): void {
    this.events.push(event)
    if (event.type === 'seat.changed') this.seat = event.seat
    if (!('call' in event)) return
    if (event.call.state === 'ended') this.calls.delete(event.call.callId)
    else this.calls.set(event.call.callId, event.call)
  }
}

export interface LiveCentre {
  readonly app: App
  readonly origin: string
  readonly sipPort: number
  readonly dataFolder: string
  readonly client: (login: string) => Promise<TestClient>
  readonly page: (login: string) => Promise<AgentPage>
  /** A page of somebody who is logged in. */
  readonly pageOf: (client: TestClient) => Promise<AgentPage>
  /** A SIP phone of the tenant, registered; it answers every call with its tone. */
  readonly phone: (userName: string, more?: { number?: string; toneHz?: number }) => Promise<LivePhone>
  /** An outside peer that a trunk leads to, for numbers that begin with `prefix`; it takes part in nothing by itself. */
  readonly outside: (prefix: string) => Promise<SipPeer>
  /** Publishes a flow as its revision 1; its id. */
  readonly addFlow: (document: FlowDocument) => Promise<number>
  readonly close: () => Promise<void>
}

export interface LivePhone {
  readonly peer: SipPeer
  readonly userName: string
  readonly password: string
  /** The audio of its present call. */
  voice: RtpPhone | undefined
}

const made = async (answer: ReturnType<TestClient['call']>): Promise<Record<string, unknown>> => {
  const { status, body } = await answer
  if (status !== 200) throw new Error(`${status} ${JSON.stringify(body)}`)
  await new Promise((resolve) => setTimeout(resolve, 50))
  return body
}

const defaultLog = (): Logger => pino({ level: process.env['OPENSEAT_LOG_LEVEL'] ?? 'silent' })

interface CentreParts {
  /** Settings as in the environment. */
  readonly env?: Readonly<Record<string, string>>
  readonly log?: Logger
}

export async function liveCentre(database: Database, { env: more = {}, log = defaultLog() }: CentreParts = {}): Promise<LiveCentre> {
  const dataFolder = await mkdtemp(path.join(tmpdir(), 'centre-'))
  const env = readEnv({ OPENSEAT_DATA: dataFolder, OPENSEAT_SIP_PORT: '0', OPENSEAT_RTP_PORTS: '31000-31999', ...more })
  const settings = new Settings(database, (error) => log.error({ err: error }, 'a listener failed'))
  await seedDemo({ settings, platform: database.platform }, { password: demoSecret, enterpriseOrigin: 'http://localhost:8090' })
  const app = await createApp({ env, database, settings, log })
  const origin = await app.http.listen({ port: 0, host: '127.0.0.1' })
  const peers: SipPeer[] = []
  const pages: AgentPage[] = []
  const client = async (login: string): Promise<TestClient> => {
    const one = new TestClient(app.http)
    await one.logIn(login, demoSecret)
    return one
  }
  const pageOf = async ({ cookie }: TestClient): Promise<AgentPage> => {
    const page = new AgentPage(origin, cookie)
    pages.push(page)
    await page.ready()
    return page
  }
  const sipPort = app.sipPort('udp')
  return {
    app,
    origin,
    sipPort,
    dataFolder,
    client,
    page: async (login) => pageOf(await client(login)),
    pageOf,
    async phone(userName, { number = '', toneHz = 1510 } = {}) {
      const admin = await client('admin@demo')
      const { password } = await made(admin.call('createPhone', { body: { userName, number } }))
      const peer = await SipPeer.open()
      peers.push(peer)
      const phone: LivePhone = { peer, userName, password: String(password), voice: undefined }
      const voices = new Map<string, RtpPhone>()
      peer.onCall = (event) =>
        void peer.answer(event, toneHz).then((voice) => {
          phone.voice = voice
          voices.set(event.callId, voice)
        })
      peer.gateway.on((event) => {
        if (event.type !== 'ended') return
        const voice = voices.get(event.callId)
        voice?.close()
        voice?.forget()
        if (voice) voice.packets.length = 0
        voices.delete(event.callId)
      })
      const credentials = { username: userName, password: phone.password }
      await peer.registerAt(`sip:${userName}@127.0.0.1:${sipPort}`, credentials)
      return phone
    },
    async outside(prefix) {
      const operator = await client('operator')
      const peer = await SipPeer.open()
      peers.push(peer)
      const trunk = { name: `outside ${prefix}`, host: '127.0.0.1', port: peer.port(), probeSeconds: 0 }
      const { id } = await made(operator.call('createTrunk', { body: trunk }))
      await made(operator.call('createOutboundRoute', { body: { prefix, trunkIds: [id] } }))
      return peer
    },
    async addFlow(document) {
      return database.forTenant(1).transaction(async (trx) => {
        const name = `${document.name} ${randomUUID()}`
        const values = { tenant_id: 1, kind: document.kind, name, draft: null, published_revision: 1 }
        const { id } = await trx.insertInto('flow').values(values).returning('id').executeTakeFirstOrThrow()
        const revision = { tenant_id: 1, flow_id: id, revision: 1, document: json(document), content_hash: name, retired_at: null }
        await trx.insertInto('flow_revision').values(revision).execute()
        return id
      })
    },
    async close() {
      for (const page of pages) page.close()
      for (const peer of peers) await peer.close()
      await app.close()
      await rm(dataFolder, { recursive: true, force: true })
    },
  }
}
