// The SIP exchange over a real database, real sockets and a real media engine; the desk is played by the test.

import { randomBytes } from 'node:crypto'
import { AppError } from '@openseat/contracts'
import { createMediaEngine, MediaError, type MediaEngine } from '@openseat/telephony'
import { pino, type DestinationStream } from 'pino'
import type { LegPlace, RtpLegs } from '../desk/ports/rtp-legs.ts'
import type { LineArrival, LineInput, SipActor } from '../desk/ports/line-port.ts'
import { SipExchange, type SipEnv } from '../lines/sip/sip-exchange.ts'
import { SecretBox } from '../access/secret-box.ts'
import { CallIds } from '../ids/call-ids.ts'
import { Overload } from '../load/overload.ts'
import type { NetworkParts } from '../settings/network-parts.ts'
import type { Database } from '../store/database.ts'
import { until } from './sip-peer.ts'
import { demoServer, type TestClient } from './test-server.ts'

/** Plays a tenant's desk: takes every call, unless told otherwise, and keeps what it heard. */
type Played = LineInput | LineArrival

export class PlayedDesk implements SipActor {
  readonly tenantId: number
  readonly inputs: Played[] = []
  onInput: (input: Played) => void = () => undefined
  /** What becomes of new calls; rejects while the desk cannot store them. */
  onArrival: () => Promise<void> = () => Promise.resolve()

  constructor(tenantId: number) {
    this.tenantId = tenantId
  }

  arrive(arrival: LineArrival): Promise<void> {
    this.input(arrival)
    return this.onArrival()
  }

  input(input: Played): void {
    this.inputs.push(input)
    // A desk stores what it was told before anything comes of it.
    setImmediate(() => this.onInput(input))
  }

  of<T extends Played['type']>(type: T): Extract<Played, { type: T }>[] {
    return this.inputs.filter((input): input is Extract<Played, { type: T }> => input.type === type)
  }

  async next<T extends Played['type']>(type: T): Promise<Extract<Played, { type: T }>> {
    await until(() => this.of(type).length > 0)
    const [input] = this.of(type)
    if (input === undefined) throw new Error(`no ${type}`)
    return input
  }
}

type Pressed = LegPlace & { readonly digit: string }

function engineLegs(engine: MediaEngine, pressed: Pressed[]): RtpLegs {
  const open = new Set<string>()
  const ready = async ({ room, leg }: LegPlace): Promise<LegPlace> => {
    if (!open.has(room)) await engine.openRoom(room)
    if (!open.has(`${room} ${leg}`)) await engine.openRtpLeg({ room, leg })
    open.add(room).add(`${room} ${leg}`)
    return { room, leg }
  }
  const refused = (error: unknown): never => {
    if (!(error instanceof MediaError)) throw error
    throw new AppError(error.code === 'MEDIA_OFFER_REFUSED' ? 'MEDIA_OFFER' : 'MEDIA_FAILED', { reason: error.message }, { cause: error })
  }
  return {
    answer: async (at, offer) => engine.answerRtpLeg({ ...(await ready(at)), direction: 'sendrecv', ...offer }).catch(refused),
    offer: async (at, wanted) => (await engine.offerRtpLeg({ ...(await ready(at)), ...wanted }).catch(refused)).offerSdp,
    onSilent: (listener) => void engine.on((event) => event.type === 'legSilent' && listener(event)),
    accept: async (at, answer) => engine.acceptRtpLeg({ ...(await ready(at)), ...answer }).catch(refused),
    pressed: (at, digit) => void pressed.push({ ...at, digit }),
  }
}

const env: SipEnv = {
  sipHost: '127.0.0.1',
  sipPort: 0,
  sipTls: undefined,
  sipUnknown: 'silence',
  sipContacts: [],
  publicAddress: undefined,
}

export interface SipBench {
  readonly exchange: SipExchange
  readonly overload: Overload
  readonly engine: MediaEngine
  readonly desk: PlayedDesk
  /** Keys that far sides told of in their signalling. */
  readonly pressed: Pressed[]
  readonly admin: TestClient
  readonly operator: TestClient
  readonly port: (transport?: 'udp' | 'tcp' | 'tls') => number
  /** Makes a trunk for a peer on loopback, and waits until the exchange knows it. */
  readonly trunk: (name: string, more: object) => Promise<number>
  readonly route: (fields: object) => Promise<void>
  readonly phone: (userName: string, more?: object) => Promise<{ id: number; password: string }>
  /** Another exchange over the same database, after the first was closed. */
  readonly restart: (env: Partial<SipEnv>) => Promise<SipExchange>
  readonly close: () => Promise<void>
}

/** Trunks, routes and phones are known to the exchange when they are made. `quietAfterMs`: of the media. `lines`: what is written of the log. */
export async function sipBench(
  database: Database,
  { quietAfterMs = 30_000, ...more }: Partial<SipEnv> & { quietAfterMs?: number } = {},
  lines?: DestinationStream,
): Promise<SipBench> {
  const network: { -readonly [K in keyof NetworkParts]: NetworkParts[K] } = {
    secrets: new SecretBox(randomBytes(32)),
    state: { trunkStatus: () => ({ state: 'unknown', since: null, calls: 0 }), isRegistered: () => false },
    contacts: more.sipContacts ?? [],
  }
  const state: NetworkParts['state'] = {
    trunkStatus: (id) => exchange.trunkStatus(id),
    isRegistered: (userName) => exchange.isRegistered(userName),
  }
  const server = await demoServer(database, { ...network, state })
  const pressed: Pressed[] = []
  const engine = createMediaEngine({ settings: { workers: 1, quietAfterMs } })
  const desk = new PlayedDesk(1)
  const log = lines ? pino({ level: 'warn' }, lines) : pino({ level: 'silent' })
  const overload = new Overload(log)
  const makeExchange = (other: Partial<SipEnv>): SipExchange =>
    new SipExchange({
      env: { ...env, ...more, ...other },
      settings: server.settings,
      platform: database.platform,
      secrets: network.secrets,
      log,
      overload,
      legs: engineLegs(engine, pressed),
      actorOf: async () => desk,
      callIds: new CallIds(),
      now: () => Date.now(),
    })
  const exchange = makeExchange({})
  await exchange.start()
  const [admin, operator] = [await server.client('admin@demo'), await server.client('operator')]
  return {
    exchange,
    overload,
    engine,
    desk,
    pressed,
    admin,
    operator,
    port: (transport = 'udp') => exchange.listening.find((entry) => entry.transport === transport)?.local.port ?? 0,
    async restart(other) {
      const next = makeExchange(other)
      await next.start()
      return next
    },
    async trunk(name, fields) {
      const body = { name, host: '127.0.0.1', probeSeconds: 0, ...fields }
      return Number((await made(operator.call('createTrunk', { body })))['id'])
    },
    async route(body) {
      await made(operator.call('createOutboundRoute', { body }))
    },
    async phone(userName, fields = {}) {
      const answer = await made(admin.call('createPhone', { body: { userName, ...fields } }))
      return { id: Number((answer['phone'] as { id: number }).id), password: String(answer['password']) }
    },
    async close() {
      await exchange.close()
      await engine.close()
      await server.http.close()
    },
  }
}

/** The exchange reads a change right after its commit; one turn of the database later it is there. */
async function made(answer: ReturnType<TestClient['call']>): Promise<Record<string, unknown>> {
  const { status, body } = await answer
  if (status !== 200) throw new Error(`${status} ${JSON.stringify(body)}`)
  await new Promise((resolve) => setTimeout(resolve, 50))
  return body
}
