// The only place that wires the parts of the server together.
import { availableParallelism } from 'node:os'
import path from 'node:path'
import type { RouteName } from '@openseat/contracts'
import type { Changes, DialLine } from '@openseat/domain'
import { createMediaEngine, type MediaEngine } from '@openseat/telephony'
import { reachableHost } from '@openseat/telephony/sip/transport/reachable-host'
import type { FastifyInstance } from 'fastify'
import { Gauge } from 'prom-client'
import type { Logger } from 'pino'
import { openSecretBox } from './access/key-file.ts'
import { LogIn } from './access/log-in.ts'
import type { SecretBox } from './access/secret-box.ts'
import { sessionHandlers } from './access/session-handlers.ts'
import { Sessions } from './access/sessions.ts'
import { iceServersOf } from './agents/ice-servers.ts'
import { inspectionAudit } from './agents/inspection-audit.ts'
import { seatHandlers } from './agents/seat-handlers.ts'
import { FolderObjectStore } from './adapters/object-store/folder-object-store.ts'
import type { ObjectStore } from './adapters/object-store/object-store.ts'
import { SipExchange } from './adapters/sip/sip-exchange.ts'
import { sipGauges } from './adapters/sip/sip-metrics.ts'
import { AudioDirector } from './calls/audio-director.ts'
import { CallIds } from './calls/call-ids.ts'
import { contactHandlers } from './calls/contact-handlers.ts'
import { addPopFrames } from './calls/pop-frame.ts'
import type { DeskListeners, TenantActor } from './calls/tenant-actor.ts'
import { TenantActors } from './calls/tenant-actors.ts'
import { wrapUpHandlers } from './calls/wrap-ups.ts'
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
import { recordingHandlers } from './recordings/recording-handlers.ts'
import { Recordings } from './recordings/recordings.ts'
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
  /** Where SIP is listened for; 0 when it is not. */
  sipPort(transport: 'udp' | 'tcp' | 'tls'): number
  close(): Promise<void>
}

/** The workbench's own origin: what pages are told, and what they must answer to. */
export const workbenchOrigin = (env: Env): string => env.publicOrigin ?? `http://localhost:${env.port}`

export async function createApp(parts: AppParts): Promise<App> {
  const { env, database, settings, log } = parts
  const reader = new SettingsReader(settings, workbenchOrigin(env))
  const sessions = new Sessions(database)
  const engine = openEngine(env, log)
  const secrets = await openSecretBox(env)
  const objects = new FolderObjectStore(path.join(env.dataFolder, 'objects'))
  const calls = callCentre({ ...parts, reader, engine, secrets, objects })
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
  for (const gauge of sipGauges(calls.sip)) metrics.registerMetric(gauge)
  const http = await buildHttp({
    handlers: allHandlers(parts, { sessions, reader, secrets, objects, ...calls }),
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
  await calls.recordings.start()
  await openDesks(database, calls.actors)
  await startSip(parts, calls)
  return {
    http,
    sipPort: (transport) => calls.sip.listening.find((entry) => entry.transport === transport)?.local.port ?? 0,
    async close() {
      reader.close()
      closeSockets()
      calls.boards.close()
      await http.close()
      await calls.sip.close()
      await calls.actors.close()
      await calls.director.close()
      await calls.recordings.close()
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
      recordingFolder: spoolFolder(env),
      rtpAddress: env.sipHost === 'localhost' ? '127.0.0.1' : env.sipHost,
      rtpPublicAddress: env.publicAddress ?? reachableHost(env.sipHost),
      workers: Math.max(2, availableParallelism()),
      roomsPerWorker: env.callsPerWorker,
    },
    onFault: (detail) => log.error({ detail }, 'a media worker met a fault'),
  })
}

async function personBehind(sessions: Sessions, cookie: string | undefined) {
  const token = sessionToken(cookie)
  return token === undefined ? undefined : sessions.person(token)
}

interface HandlerParts extends Pick<ReturnType<typeof callCentre>, 'actors' | 'recordings' | 'sip'> {
  readonly sessions: Sessions
  readonly reader: SettingsReader
  readonly secrets: SecretBox
  readonly objects: ObjectStore
}

function allHandlers({ env, database, settings }: AppParts, parts: HandlerParts): Handlers {
  const { sessions, reader, actors, recordings, sip, secrets, objects } = parts
  const network = { secrets, state: sip, contacts: env.sipContacts }
  const handlers: { [N in RouteName]: Handlers[N] } = {
    ...sessionHandlers({ database, logIn: new LogIn(database, sessions), settings, demo: !env.production }),
    ...settingsHandlers({ settings, platform: database.platform, network }),
    ...seatHandlers({ settings, reader, actors, iceServers: () => iceServersOf(env.turn, Date.now()) }),
    ...contactHandlers(settings),
    ...wrapUpHandlers({ settings, database }),
    ...recordingHandlers({ settings, objects, recordings }),
  }
  return handlers
}

/** Where the media workers write recordings until they are complete. */
const spoolFolder = (env: Env): string => path.join(env.dataFolder, 'recordings')

/** Where the port is taken, a demo goes on without SIP; in production that is no start. */
async function startSip({ env, log }: AppParts, { sip, actors }: Pick<ReturnType<typeof callCentre>, 'sip' | 'actors'>): Promise<void> {
  try {
    await sip.start()
  } catch (error) {
    if (env.production) throw error
    log.warn({ err: error }, 'SIP telephones and trunks are out of reach')
  }
  await actors.dropLines((ref) => ref.startsWith('sip/') && !sip.knows(ref))
}

interface CallCentreParts extends AppParts {
  readonly reader: SettingsReader
  readonly engine: MediaEngine
  readonly secrets: SecretBox
  readonly objects: ObjectStore
}

/** Desks, their audio, the agents' pages and the browser telephones. */
function callCentre({ env, database, settings, log, reader, engine, secrets, objects }: CallCentreParts) {
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
  const recordings = new Recordings({ database, objects, folder: spoolFolder(env), failed: trouble('a recording could not be kept') })
  const director = new AudioDirector({
    engine,
    recordings,
    report: (tenantId, input) => void actors.get(tenantId).then((actor) => actor.input(input), trouble('a desk could not be opened')),
    failed: trouble('the audio of a call failed'),
  })
  const tenantOf = async (dialled: string): Promise<TenantActor | null> => {
    const code = await database.platform.accessCodeFor(dialled)
    return code ? actors.get(code.tenantId) : null
  }
  const actorOf = (tenantId: number): Promise<TenantActor> => actors.get(tenantId)
  const sip = new SipExchange({ env, settings, platform: database.platform, secrets, log, legs: director, actorOf, callIds, now })
  const exchange = new PhoneExchange({
    tenantOf,
    toAgent: (actor, agentNumber, frame) => hub.tellLeader(actor.tenantId, agentNumber, frame),
    findLine: (token) => actors.findLine(token),
    iceServers: () => iceServersOf(env.turn, now()),
    callIds,
    now,
  })
  const boards = new BoardWatch(trouble('a live board could not be told'))
  const tell = (actor: TenantActor, changes: Changes): void => {
    for (const plan of changes.plans) director.follow(actor.tenantId, plan)
    for (const plan of changes.plans) for (const lines of [sip, exchange]) lines.follow(actor, plan)
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
    if (![sip, exchange].some((lines) => lines.dial(actor, action))) actor.input({ type: 'lineFailed', room, leg, cause: 'unreachable' })
  }
  reader.onTenantChanged((tenantId) => {
    hub.settingsChanged(tenantId)
    actors.settingsChanged(tenantId).then(() => boards.allChanged(tenantId), trouble('new settings could not be read'))
  })
  return { actors, hub, boards, director, sip, exchange, recordings, callIds }
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
