// The HTTP server over a test database, as app.ts would wire it; the routes of other parts answer 501 here.

import { randomBytes } from 'node:crypto'
import { type RouteName, routes } from '@openseat/contracts'
import type { FastifyInstance, InjectOptions } from 'fastify'
import { KnownDevices } from '../log-in/known-devices.ts'
import { LogIn } from '../log-in/log-in.ts'
import { SecretBox } from '../access/secret-box.ts'
import { sessionHandlers } from '../log-in/session-handlers.ts'
import { Sessions } from '../access/sessions.ts'
import { buildHttp } from '../http/build-http.ts'
import { addressReader } from '../http/client-address.ts'
import type { Handlers } from '../http/handlers.ts'
import { createMetrics } from '../http/health.ts'
import { seedDemo } from '../demo/demo-seed.ts'
import { refusedAccessAudit } from '../settings/refused-access-audit.ts'
import { Settings } from '../settings/settings.ts'
import { noNetwork, type NetworkParts } from '../settings/network-parts.ts'
import { settingsHandlers } from '../settings/settings-handlers.ts'
import type { Database } from '../store/database.ts'

export interface TestServer {
  readonly http: FastifyInstance
  readonly settings: Settings
  readonly sessions: Sessions
  /** Moves the server's clock. */
  readonly clock: { now: Date }
}

/** `network`: what the tests say of trunks and phones as of now. */
export async function testServer(
  database: Database,
  network: NetworkParts = quietNetwork(),
  more: MoreHandlers = () => ({}),
): Promise<TestServer> {
  const clock = { now: new Date() }
  const now = () => clock.now
  const settings = new Settings(database, (error) => {
    throw error
  })
  const sessions = new Sessions(database, {
    now,
    failed: (error) => {
      throw error
    },
  })
  const logIn = new LogIn(database, sessions, { devices: new KnownDevices(randomBytes(32), () => now().getTime()), now })
  const handlers = {
    ...elsewhere(),
    ...settingsHandlers({ settings, platform: database.platform, network, unlocked: (login) => logIn.unlocked(login) }),
    ...sessionHandlers({ database, settings, sessions, logIn, demo: true }),
    ...more({ settings, database }),
  } as Handlers
  const http = await buildHttp({
    handlers,
    sessions,
    publicOrigin: undefined,
    addressOf: addressReader([]),
    ping: () => database.platform.ping(),
    metrics: createMetrics(),
    refused: refusedAccessAudit(settings, (error) => {
      throw error
    }),
  })
  return { http, settings, sessions, clock }
}

/** Routes of another part of the server that a test needs. */
type MoreHandlers = (parts: { settings: Settings; database: Database }) => Partial<Handlers>

const quietNetwork = (): NetworkParts => ({ secrets: new SecretBox(randomBytes(32)), state: noNetwork, contacts: [] })

function elsewhere(): Record<string, () => Promise<never>> {
  const refuse = () => Promise.reject(Object.assign(new Error('another part of the server'), { statusCode: 501 }))
  return Object.fromEntries(Object.keys(routes).map((name) => [name, refuse]))
}

/** What a test looks into without knowing each route's type. */
export interface AnswerBody {
  readonly [field: string]: unknown
  readonly code?: string
  readonly detail?: string
  readonly problems?: readonly {
    readonly field: string
    readonly code: string
    readonly message: string
    readonly params: Record<string, unknown>
  }[]
  readonly items?: readonly Record<string, unknown>[]
}

export interface Answer {
  readonly status: number
  readonly body: AnswerBody
  readonly headers: Readonly<Record<string, string | number | readonly string[] | undefined>>
}

type Extra = Pick<InjectOptions, 'headers'> & { body?: unknown; params?: Record<string, string | number>; query?: Record<string, string> }

function uploadType(name: RouteName): string {
  const route = routes[name]
  return 'upload' in route ? route.upload.type : 'application/octet-stream'
}

/** A client with a cookie of its own. */
export class TestClient {
  cookie = ''
  readonly #http: FastifyInstance
  readonly #address: string

  constructor(http: FastifyInstance, address = '127.0.0.1') {
    this.#http = http
    this.#address = address
  }

  async logIn(login: string, password: string): Promise<Answer> {
    const answer = await this.call('logIn', { body: { login, password } })
    this.cookie = String(answer.headers['set-cookie'] ?? '').split(';')[0] ?? ''
    return answer
  }

  async call(name: RouteName, { body, params = {}, query = {}, headers = {} }: Extra = {}): Promise<Answer> {
    const { method, path } = routes[name]
    const url = path.replace(/:(\w+)/g, (_whole, key: string) => encodeURIComponent(String(params[key] ?? '1')))
    const own = { host: 'localhost', 'accept-language': 'en', ...(this.cookie === '' ? {} : { cookie: this.cookie }) }
    const response = await this.#http.inject({
      method,
      url,
      query,
      remoteAddress: this.#address,
      ...(body === undefined
        ? { headers: { ...own, ...headers } }
        : body instanceof Uint8Array
          ? { payload: Buffer.from(body), headers: { ...own, 'content-type': uploadType(name), ...headers } }
          : { payload: JSON.stringify(body), headers: { ...own, 'content-type': 'application/json', ...headers } }),
    })
    return {
      status: response.statusCode,
      body: (String(response.headers['content-type']).includes('json') ? JSON.parse(response.payload) : {}) as AnswerBody,
      headers: response.headers,
    }
  }
}

/** A server over the demo's data, and clients logged in with its accounts. */
export const demoSecret = 'demo seat 2026'

export async function demoServer(
  database: Database,
  network?: NetworkParts,
  more?: MoreHandlers,
): Promise<TestServer & { client: (login: string) => Promise<TestClient> }> {
  const server = await testServer(database, network, more)
  await seedDemo(
    { settings: server.settings, platform: database.platform },
    { password: demoSecret, enterpriseOrigin: 'http://localhost:8090' },
  )
  return {
    ...server,
    async client(login) {
      const client = new TestClient(server.http)
      const answer = await client.logIn(login, demoSecret)
      if (answer.status !== 200) throw new Error(`log-in of ${login} failed: ${JSON.stringify(answer.body)}`)
      return client
    },
  }
}
