// The only place that wires the parts of the server together.
import { availableParallelism } from 'node:os'
import path from 'node:path'
import { AppError } from '@openseat/contracts'
import { createMediaEngine, type MediaEngine } from '@openseat/telephony'
import { reachableHost } from '@openseat/telephony/sip/transport/reachable-host'
import type { FastifyInstance } from 'fastify'
import { Gauge, type Metric } from 'prom-client'
import type { Logger } from 'pino'
import { openSecretBox } from './access/key-file.ts'
import type { SecretBox } from './access/secret-box.ts'
import { Sessions } from './access/sessions.ts'
import { inspectionAudit } from './agents/inspection-audit.ts'
import { openSpeech } from './adapters/speech/open-speech.ts'
import { FolderObjectStore } from './adapters/object-store/folder-object-store.ts'
import { sipMetrics } from './lines/sip/sip-metrics.ts'
import { mediaMetrics } from './media/media-metrics.ts'
import type { TenantActors } from './desk/tenant-actors.ts'
import { latestStart } from './desk/journal.ts'
import { refusedAccessAudit } from './settings/refused-access-audit.ts'
import { allHandlers, type AppParts } from './wiring/all-handlers.ts'
import { callCentre, spoolFolder } from './wiring/call-centre.ts'
import { customPageServices } from './wiring/custom-page-services.ts'
import { dataServices } from './wiring/data-services.ts'
import type { Env } from './runtime/env.ts'
import { buildHttp } from './http/build-http.ts'
import { Connections } from './http/connections.ts'
import { addressReader, proxyMatcher } from './http/client-address.ts'
import { StrangerRate } from './http/stranger-rate.ts'
import { interfaceServices } from './wiring/interface-services.ts'
import { createMetrics } from './http/health.ts'
import { sessionToken } from './http/session-cookie.ts'
import { addPageScript } from './http/page-script.ts'
import { foreignRequests } from './http/foreign-requests.ts'
import { addWorkbench } from './http/workbench-files.ts'
import { socketEntries } from './wiring/socket-entries.ts'
import { addUpgrades } from './realtime/upgrades.ts'
import { promptServices } from './wiring/prompt-services.ts'
import { pageServices } from './wiring/page-services.ts'
import { sealOpenDigests } from './settings/phone-digests.ts'
import { SettingsReader } from './settings/settings-reader.ts'
import type { Database } from './store/database.ts'
import { Visitors } from './widget/visitors.ts'
import { addWidgetFrame } from './widget/widget-frame.ts'

export interface App {
  readonly http: FastifyInstance
  /** In one line: what speaks, and which sounds can be uploaded. */
  readonly speaks: string
  /** Where SIP is listened for; 0 when it is not. */
  sipPort(transport: 'udp' | 'tcp' | 'tls'): number
  close(): Promise<void>
}

/** The workbench's own origin: what pages are told, and what they must answer to. */
export const workbenchOrigin = (env: Env): string => env.publicOrigin ?? `http://localhost:${env.port}`

export async function createApp(parts: AppParts): Promise<App> {
  const { env, database, settings, log } = parts
  const reader = new SettingsReader(settings, workbenchOrigin(env))
  const { sessions, forget } = openSessions(parts)
  const engine = openEngine(env, log)
  const secrets = await openSecretBox(env)
  await sealOpenDigests(database, secrets)
  const objects = new FolderObjectStore(path.join(env.dataFolder, 'objects'))
  const data = dataServices({ ...parts, secrets, failed: (error) => log.error({ err: error }, 'the rows of a table could not be written') })
  const interfaces = interfaceServices({ ...parts, secrets })
  const customPages = customPageServices({ ...parts, reader, data, interfaces: interfaces.interfaces })
  const prompts = promptServices({ ...parts, engine: await openSpeech(env.speech) })
  const calls = callCentre({
    ...parts,
    prompts,
    reader,
    engine,
    secrets,
    objects,
    follow: (...told) => customPages.contactPages.follow(...told),
    flowSources: { interfaces: interfaces.interfaces, tables: data.lookup, prompts: prompts.renderer },
  })
  const failed = (error: unknown): void => log.error({ err: error }, 'an audit entry could not be written')
  const pages = openPages(parts, { reader, actors: calls.actors, secrets, sessions })
  const door = { connections: new Connections(proxyMatcher(env.trustedProxies)), rate: new StrangerRate() }
  const http = await buildHttp({
    ...door,
    overload: calls.overload,
    handlers: allHandlers(parts, { sessions, reader, secrets, objects, pages, data, interfaces, customPages, prompts, failed, ...calls }),
    sessions,
    ...entranceOf(env),
    ping: () => canStore(parts, calls),
    refused: refusedAccessAudit(settings, failed),
    metrics: openMetrics(calls, [...interfaces.metrics, ...calls.overload.metrics, ...mediaMetrics(engine)]),
    logger: log,
  })
  pages.addTo(http)
  addPageScript(http)
  await addWorkbench(http)
  const closeSockets = openSockets(parts, { reader, http, ...door, sessions, secrets, ...calls })
  await begin(parts, calls, data)
  return {
    http,
    speaks: prompts.speaks,
    sipPort: (transport) => calls.sip.listening.find((entry) => entry.transport === transport)?.local.port ?? 0,
    async close() {
      reader.close()
      forget()
      closeSockets()
      await pages.close()
      await interfaces.close()
      await http.close()
      await data.imports.close()
      await closeCalls(calls)
      await engine.close()
      prompts.close()
    },
  }
}

interface PageContext {
  readonly reader: SettingsReader
  readonly actors: TenantActors
  readonly secrets: SecretBox
  readonly sessions: Sessions
}

const openPages = (parts: AppParts, { sessions, ...context }: PageContext): ReturnType<typeof pageServices> =>
  pageServices({
    ...parts,
    ...context,
    personOf: async ({ raw }) => personBehind(sessions, sessionToken(raw, parts.env.publicOrigin)),
    ...entranceOf(parts.env),
  })

async function closeCalls({ probe, boards, sip, actors, director, recordings }: ReturnType<typeof callCentre>): Promise<void> {
  probe.stop()
  boards.close()
  await sip.close()
  await actors.close()
  await director.close()
  await recordings.close()
}

/** What was under way goes on; then the telephone network may come in. */
async function begin(parts: AppParts, calls: ReturnType<typeof callCentre>, data: ReturnType<typeof dataServices>): Promise<void> {
  await calls.recordings.start()
  await data.rekey((table) => parts.log.info(table, 'the rows of a table are found by the present rules for numbers'))
  await data.imports.start()
  await openDesks(parts.database, calls)
  await startSip(parts, calls)
  calls.probe.start()
}

/** Rejects while the database does not answer, or some desk cannot be stored. */
async function canStore({ database }: AppParts, { actors }: Pick<ReturnType<typeof callCentre>, 'actors'>): Promise<void> {
  await database.platform.ping()
  if ((await actors.stuck()) > 0) throw new AppError('STORE_UNAVAILABLE')
}

/** Under which address browsers come, and where they are. */
const entranceOf = (env: Env) => ({
  publicOrigin: env.publicOrigin,
  workbenchOrigin: workbenchOrigin(env),
  addressOf: addressReader(env.trustedProxies),
})

/** What changes a tenant may end log-ins of it. */
function openSessions({ database, settings, log }: AppParts) {
  const failed = (error: unknown): void => log.error({ err: error }, 'the sockets of ended log-ins could not be closed')
  const sessions = new Sessions(database, { failed })
  return { sessions, forget: settings.onTenantChanged((tenantId) => void sessions.live.check(tenantId)) }
}

function openMetrics({ hub, sip }: Pick<ReturnType<typeof callCentre>, 'hub' | 'sip'>, more: readonly Metric[]) {
  const metrics = createMetrics()
  metrics.registerMetric(
    new Gauge({
      name: 'openseat_agent_pages',
      help: 'Connected workbench pages.',
      registers: [],
      collect() {
        this.set(hub.pageCount)
      },
    }),
  )
  for (const metric of [...sipMetrics(sip), ...more]) metrics.registerMetric(metric)
  return metrics
}

interface SocketContext extends ReturnType<typeof callCentre> {
  readonly reader: SettingsReader
  readonly connections: Connections
  readonly rate: StrangerRate
  readonly http: FastifyInstance
  readonly sessions: Sessions
  readonly secrets: SecretBox
}

/** The sockets, and the visitors' document that opens one of them. Returns how to close them. */
function openSockets(
  { env, database, settings, log }: AppParts,
  { http, connections, rate, secrets, ...calls }: SocketContext,
): () => void {
  const failed = (error: unknown): void => log.error({ err: error }, 'a connection failed')
  const visitors = new Visitors({ settings, platform: database.platform, secrets, exchange: calls.exchange, rate, now: () => Date.now() })
  addWidgetFrame(http, visitors)
  const entries = socketEntries({
    ...calls,
    visitors,
    connections,
    inspected: inspectionAudit(settings, failed),
    phones: !env.production,
    ...entranceOf(env),
    failed,
  })
  const closeSockets = addUpgrades(http.server, { ...entranceOf(env), entries, connections, rate, failed, foreign: foreignRequests(log) })
  return () => {
    visitors.close()
    closeSockets()
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

/** For what is no route: whoever has a first password to change is nobody here. */
async function personBehind(sessions: Sessions, token: string | undefined) {
  const person = token === undefined ? undefined : await sessions.person(token)
  if (person?.mustChangePassword) throw new AppError('PASSWORD_CHANGE_REQUIRED')
  return person
}

/** Where the port is taken, a demo goes on without SIP; in production that is no start. */
async function startSip(
  { env, log }: AppParts,
  { sip, actors, rooms }: Pick<ReturnType<typeof callCentre>, 'sip' | 'actors' | 'rooms'>,
): Promise<void> {
  try {
    await sip.start()
  } catch (error) {
    if (env.production) throw error
    log.warn({ err: error }, 'SIP telephones and trunks are out of reach')
  }
  await actors.dropLines(rooms)
}

/** Desks with calls or seats from before the start go on at once: their deadlines run. */
async function openDesks(
  database: Database,
  { actors, callIds }: Pick<ReturnType<typeof callCentre>, 'actors' | 'callIds'>,
): Promise<void> {
  for (const tenant of await database.platform.tenants()) {
    if (tenant.status !== 'active') continue
    callIds.startAfter(await latestStart(database.forTenant(tenant.id)))
    await actors.get(tenant.id)
  }
}
