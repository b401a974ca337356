// The only place that wires the parts of the server together.
import { availableParallelism } from 'node:os'
import type { RouteName } from '@openseat/contracts'
import type { Changes, DialLine } from '@openseat/domain'
import { createMediaEngine, type MediaEngine } from '@openseat/telephony'
import type { FastifyInstance } from 'fastify'
import { Gauge } from 'prom-client'
import type { Logger } from 'pino'
import { LogIn } from './access/log-in.ts'
import { sessionHandlers } from './access/session-handlers.ts'
import { Sessions } from './access/sessions.ts'
import { inspectionAudit } from './agents/inspection-audit.ts'
import { seatHandlers } from './agents/seat-handlers.ts'
import { AudioDirector } from './calls/audio-director.ts'
import { CallIds } from './calls/call-ids.ts'
import { contactHandlers } from './calls/contact-handlers.ts'
import { addPopFrames } from './calls/pop-frame.ts'
import type { DeskListeners, TenantActor } from './calls/tenant-actor.ts'
import { TenantActors } from './calls/tenant-actors.ts'
import type { Env } from './env.ts'
import { buildHttp } from './http/build-http.ts'
import type { Handlers } from './http/handlers.ts'
import { createMetrics } from './http/health.ts'
import { sessionToken } from './http/session-cookie.ts'
import { addWorkbench } from './http/workbench-files.ts'
import { AgentHub } from './realtime/agent-hub.ts'
import { BoardWatch } from './realtime/board-watch.ts'
import { socketEntries } from './realtime/entries.ts'
import { PhoneExchange } from './realtime/phone-exchange.ts'
import { addUpgrades } from './realtime/upgrades.ts'
import { SettingsReader } from './settings/settings-reader.ts'
import { settingsHandlers } from './settings/settings-handlers.ts'
import type { Settings } from './settings/settings.ts'
import type { Database } from './store/database.ts'

export interface AppParts {
  readonly env: Env
  readonly database: Database
  readonly settings: Settings
  readonly log: Logger
}

export interface App {
  readonly http: FastifyInstance
  close(): Promise<void>
}

/** The workbench's own origin: what pages are told, and what they must answer to. */
export const workbenchOrigin = (env: Env): string => env.publicOrigin ?? `http://localhost:${env.port}`

export async function createApp(parts: AppParts): Promise<App> {
  const { env, database, settings, log } = parts
  const reader = new SettingsReader(settings, workbenchOrigin(env))
  const sessions = new Sessions(database)
  const engine = openEngine(env, log)
  const calls = callCentre({ ...parts, reader, engine })
  const metrics = createMetrics()
  metrics.registerMetric(
    new Gauge({
      name: 'openseat_agent_pages',
      help: 'Connected workbench pages.',
      registers: [],
      collect() {
        this.set(calls.hub.pageCount)
      },
    }),
  )
  const http = await buildHttp({
    handlers: allHandlers(parts, { sessions, reader, actors: calls.actors }),
    sessions,
    publicOrigin: env.publicOrigin,
    ping: () => database.platform.ping(),
    metrics,
    logger: log,
  })
  addPopFrames(http, {
    actors: calls.actors,
    personOf: async ({ headers }) => personBehind(sessions, headers.cookie),
    workbenchOrigin: workbenchOrigin(env),
  })
  await addWorkbench(http)
  const failed = (error: unknown): void => log.error({ err: error }, 'a connection failed')
  const closeSockets = addUpgrades(http.server, {
    publicOrigin: env.publicOrigin,
    entries: socketEntries({ sessions, ...calls, inspected: inspectionAudit(settings, failed), phones: !env.production, failed }),
    failed,
  })
  await openDesks(database, calls.actors)
  return {
    http,
    async close() {
      reader.close()
      closeSockets()
      calls.boards.close()
      await http.close()
      await calls.actors.close()
      calls.director.close()
      await engine.close()
    },
  }
}

/** A page that is gone without a word (power, network) is taken for lost after this. */
const mediaTimeoutMs = 4_000

function openEngine(env: Env, log: Logger): MediaEngine {
  return createMediaEngine({
    settings: {
      udpPorts: [env.rtpPorts.from, env.rtpPorts.to],
      ...(env.publicAddress === undefined ? {} : { addresses: [env.publicAddress] }),
      mediaTimeoutMs,
      workers: Math.max(2, availableParallelism()),
    },
    onFault: (detail) => log.error({ detail }, 'a media worker met a fault'),
  })
}

async function personBehind(sessions: Sessions, cookie: string | undefined) {
  const token = sessionToken(cookie)
  return token === undefined ? undefined : sessions.person(token)
}

function allHandlers(
  { env, database, settings }: AppParts,
  { sessions, reader, actors }: { sessions: Sessions; reader: SettingsReader; actors: TenantActors },
): Handlers {
  const handlers: { [N in RouteName]: Handlers[N] } = {
    ...sessionHandlers({ database, logIn: new LogIn(database, sessions), settings, demo: !env.production }),
    ...settingsHandlers({ settings, platform: database.platform }),
    ...seatHandlers({ settings, reader, actors }),
    ...contactHandlers(settings),
  }
  return handlers
}

interface CallCentreParts extends AppParts {
  readonly reader: SettingsReader
  readonly engine: MediaEngine
}

/** Desks, their audio, the agents' pages and the browser telephones. */
function callCentre({ database, log, reader, engine }: CallCentreParts) {
  const now = (): number => Date.now()
  const callIds = new CallIds()
  const hub = new AgentHub(database)
  const listeners: DeskListeners = {
    changed: (actor, changes) => tell(actor, changes),
    reloaded: (actor) => {
      director.announce(actor.tenantId)
      boards.allChanged(actor.tenantId)
      hub.reloaded(actor).catch(trouble('agents could not be announced again'))
    },
    failed: (actor, error) => log.error({ err: error, tenantId: actor.tenantId }, 'a desk failed to store its changes'),
  }
  const actors = new TenantActors({ database, loadConfig: (tenantId) => reader.routingConfig(tenantId), listeners, now })
  const trouble = (what: string) => (error: unknown) => log.error({ err: error }, what)
  const director = new AudioDirector({
    engine,
    recorded: () => undefined,
    report: (tenantId, input) => void actors.get(tenantId).then((actor) => actor.input(input), trouble('a desk could not be opened')),
    failed: trouble('the audio of a call failed'),
  })
  const exchange = new PhoneExchange({
    tenantOf: async (dialled) => {
      const code = await database.platform.accessCodeFor(dialled)
      return code ? actors.get(code.tenantId) : null
    },
    findLine: (token) => actors.findLine(token),
    callIds,
    now,
  })
  const boards = new BoardWatch(trouble('a live board could not be told'))
  const tell = (actor: TenantActor, changes: Changes): void => {
    for (const plan of changes.plans) director.follow(actor.tenantId, plan)
    for (const plan of changes.plans) exchange.follow(actor, plan)
    hub.changed(actor, changes).catch(trouble('agents could not be told'))
    boards.changed(actor, changes)
    for (const action of changes.actions) perform(actor, action)
    logChanges(log, actor, changes)
  }
  const perform = (actor: TenantActor, action: Changes['actions'][number]): void => {
    if (action.type === 'dialLine') dial(actor, action)
    else if (action.type === 'sendDigits') director.sendDigits(action, action.digits).catch(trouble('keys could not be sent'))
    else director.playNotice(action.room).catch(trouble('a notice could not be played'))
  }
  const dial = (actor: TenantActor, action: DialLine): void => {
    const { room, leg } = action
    if (!exchange.dial(actor, action)) actor.input({ type: 'lineFailed', room, leg, cause: 'unreachable' })
  }
  reader.onTenantChanged((tenantId) => {
    hub.settingsChanged(tenantId)
    actors.settingsChanged(tenantId).then(() => boards.allChanged(tenantId), trouble('new settings could not be read'))
  })
  return { actors, hub, boards, director, exchange, callIds }
}

/** One line per step of a call; numbers stay out of the log. */
function logChanges(log: Logger, actor: TenantActor, changes: Changes): void {
  for (const { callId, item } of changes.timeline)
    log.info({ tenantId: actor.tenantId, callId, agentNumber: item.data['agentNumber'] }, `call ${item.kind}`)
  for (const rejection of changes.rejections) log.debug({ tenantId: actor.tenantId }, `not taken: ${rejection}`)
}

/** Desks with calls or seats from before the start go on at once: their deadlines run. */
async function openDesks(database: Database, actors: TenantActors): Promise<void> {
  for (const tenant of await database.platform.tenants()) {
    if (tenant.status === 'active') await actors.get(tenant.id)
  }
}
