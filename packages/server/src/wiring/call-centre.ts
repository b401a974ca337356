// The part of the wiring that makes calls: desks, their audio, lines from outside, the agents' pages. For app.ts alone.
import path from 'node:path'
import type { AcdInput, Changes, DialLine } from '@openseat/domain'
import type { MediaEngine } from '@openseat/telephony'
import type { Logger } from 'pino'
import type { SecretBox } from '../access/secret-box.ts'
import { iceServersOf } from '../agents/ice-servers.ts'
import type { ObjectStore } from '../adapters/object-store/object-store.ts'
import { SipExchange } from '../lines/sip/sip-exchange.ts'
import { AudioDirector } from '../media/audio-director.ts'
import { CallIds } from '../ids/call-ids.ts'
import { RoomFollowers } from '../media/room-followers.ts'
import type { DeskListeners, TenantActor } from '../desk/tenant-actor.ts'
import { TenantActors } from '../desk/tenant-actors.ts'
import { steadyNow } from '../runtime/clock.ts'
import type { Env } from '../runtime/env.ts'
import { LoadProbe } from '../load/load-probe.ts'
import { Overload } from '../load/overload.ts'
import { AgentHub } from '../realtime/agent-hub.ts'
import { BoardWatch } from '../realtime/board-watch.ts'
import { RareWarning } from '../runtime/rare-warning.ts'
import { PhoneExchange } from '../lines/browser/phone-exchange.ts'
import { Recordings } from '../records/recordings.ts'
import type { promptServices } from './prompt-services.ts'
import type { SettingsReader } from '../settings/settings-reader.ts'
import { flowRunnerServices, type FlowSources } from './flow-runner-services.ts'
import type { Settings } from '../settings/settings.ts'
import type { Database } from '../store/database.ts'

/** Where the media workers write recordings until they are complete. */
export const spoolFolder = (env: Env): string => path.join(env.dataFolder, 'recordings')

interface CallCentreParts {
  readonly env: Env
  readonly database: Database
  readonly settings: Settings
  readonly log: Logger
  readonly reader: SettingsReader
  readonly engine: MediaEngine
  readonly secrets: SecretBox
  readonly objects: ObjectStore
  readonly prompts: Pick<ReturnType<typeof promptServices>, 'prompt' | 'announcement'>
  /** Told of changes beside the agents; must not throw. */
  readonly follow: DeskListeners['changed']
  /** What flows may ask beside their callers. */
  readonly flowSources: FlowSources
}

/** Desks, their audio, the agents' pages and the browser telephones. */
export function callCentre(parts: CallCentreParts) {
  const { env, database, settings, log, reader, secrets, follow } = parts
  const overload = new Overload(log)
  const probe = new LoadProbe(overload)
  const common = { overload, callIds: new CallIds(), now: steadyNow }
  const hub = new AgentHub(database)
  const listeners: DeskListeners = {
    changed: (actor, changes) => tell(actor, changes),
    reloaded: (actor) => {
      boards.allChanged(actor.tenantId)
      hub.reloaded(actor).catch(trouble('agents could not be announced again'))
      rooms.reloaded(actor).catch(trouble('lines could not be compared with their desk'))
    },
    hungUp: (actor, plan, by) => {
      rooms.follow(actor, plan)
      hub.hungUp(actor.tenantId, by)
    },
    storing: (actor, isStoring) => hub.storing(actor.tenantId, isStoring),
    committed: ({ tenantId }, milliseconds) => probe.committed(tenantId, milliseconds),
    failed: (actor, error) => log.error({ err: error, tenantId: actor.tenantId }, 'a desk failed to store its changes'),
  }
  const actors = new TenantActors({ database, loadConfig: (tenantId) => reader.routingConfig(tenantId), listeners, now: steadyNow })
  const trouble = troubleIn(log)
  const { recordings, director, flows } = audio(parts, actors)
  const sip = new SipExchange({
    env,
    settings,
    platform: database.platform,
    secrets,
    log,
    legs: director,
    actorOf: (id) => actors.get(id),
    ...common,
  })
  const exchange = new PhoneExchange({
    tenantOf: (dialled) => actors.ofDialled(dialled),
    toAgent: (actor, agentNumber, frame) => hub.tellLeader(actor.tenantId, agentNumber, frame),
    findLine: (token) => actors.findLine(token),
    iceServers: () => iceServersOf(env.turn, Date.now()),
    ...common,
  })
  const rooms = new RoomFollowers({ director, announcement: parts.prompts.announcement, lines: [sip, exchange], ...lineTroubles(log) })
  const boards = new BoardWatch(trouble('a live board could not be told'))
  const tell = (actor: TenantActor, changes: Changes): void => {
    for (const plan of changes.plans) rooms.follow(actor, plan)
    for (const plan of changes.flows) flows.runner.follow(actor.tenantId, plan)
    hub.changed(actor, changes).catch(trouble('agents could not be told'))
    boards.changed(actor, changes)
    follow(actor, changes)
    for (const action of changes.actions) rooms.perform(actor, action, trouble)
    logChanges(log, actor, changes)
  }
  reader.onTenantChanged((tenantId) => {
    hub.settingsChanged(tenantId)
    return actors.settingsChanged(tenantId).then(() => boards.allChanged(tenantId), trouble('new settings could not be read'))
  })
  return { overload, probe, actors, hub, boards, director, sip, exchange, recordings, callIds: common.callIds, rooms, flows }
}

/** A call that the desk asks for, and to which nothing leads. */
function lineTroubles(log: Logger) {
  const warning = new RareWarning(log, 'a call could not be made: no telephone, trunk or route leads there')
  return {
    failed: troubleIn(log)('the far side of a call that was lost could not be hung up on'),
    unreachable: ({ tenantId }: TenantActor, { callId, target }: DialLine): void => {
      const agent = target.kind === 'agentPhone' ? { agentNumber: target.agentNumber } : {}
      warning.note(() => ({ tenantId, callId, ...agent }))
    },
  }
}

type Trouble = (what: string) => (error: unknown) => void
const troubleIn =
  (log: Logger): Trouble =>
  (what) =>
  (error) =>
    log.error({ err: error }, what)

function audio({ env, database, log, engine, objects, prompts, flowSources }: CallCentreParts, actors: TenantActors) {
  const trouble = troubleIn(log)
  const recordings = new Recordings({ database, objects, folder: spoolFolder(env), failed: trouble('a recording could not be kept') })
  const full = new RareWarning(log, 'calls are refused: there is no room for more audio')
  const report = (tenantId: number, input: AcdInput): void =>
    void actors.get(tenantId).then((actor) => actor.input(input), trouble('a desk could not be opened'))
  const director = new AudioDirector({
    engine,
    recordings,
    report,
    prompt: prompts.prompt,
    failed: trouble('the audio of a call failed'),
    noted: (what, facts) => log.warn(facts, what),
    full: () => full.note(),
  })
  const failed = trouble('a message could not be kept')
  return { recordings, director, flows: flowRunnerServices({ database, voice: director.voices, report, failed, ...flowSources }) }
}

/** One line per step of a call; numbers stay out of the log. */
function logChanges(log: Logger, actor: TenantActor, changes: Changes): void {
  for (const { callId, item } of changes.timeline)
    log.info({ tenantId: actor.tenantId, callId, agentNumber: item.data['agentNumber'] }, `call ${item.kind}`)
  for (const rejection of changes.rejections) log.debug({ tenantId: actor.tenantId }, `not taken: ${rejection}`)
}
