// Every route's handler, from the part of the server that it belongs to.
import type { Database } from '../store/database.ts'
import type { Env } from '../runtime/env.ts'
import type { Handlers } from '../http/handlers.ts'
import type { Logger } from 'pino'
import type { ObjectStore } from '../adapters/object-store/object-store.ts'
import type { SecretBox } from '../access/secret-box.ts'
import type { Settings } from '../settings/settings.ts'
import { KnownDevices } from '../log-in/known-devices.ts'
import { LogIn } from '../log-in/log-in.ts'
import type { Sessions } from '../access/sessions.ts'
import type { SettingsReader } from '../settings/settings-reader.ts'
import type { callCentre } from './call-centre.ts'
import { commandHandlers, seatDialler } from '../agents/command-handlers.ts'
import { contactHandlers } from '../records/contact-handlers.ts'
import type { customPageServices } from './custom-page-services.ts'
import type { dataServices } from './data-services.ts'
import { flowServices } from './flow-services.ts'
import { iceServersOf } from '../agents/ice-servers.ts'
import { inspectionAudit } from '../agents/inspection-audit.ts'
import type { interfaceServices } from './interface-services.ts'
import { liveDesk } from './live-desk.ts'
import type { promptServices } from './prompt-services.ts'
import type { pageServices } from './page-services.ts'
import { recordingHandlers } from '../records/recording-handlers.ts'
import { seatHandlers } from '../agents/seat-handlers.ts'
import { sessionHandlers } from '../log-in/session-handlers.ts'
import { settingsHandlers } from '../settings/settings-handlers.ts'
import type { RouteName } from '@openseat/contracts'
import { voicemailHandlers } from '../records/voicemail-handlers.ts'
import { wrapUpHandlers } from '../records/wrap-ups.ts'

/** What the program is given to work with. */
export interface AppParts {
  readonly env: Env
  readonly database: Database
  readonly settings: Settings
  readonly log: Logger
}

interface HandlerParts extends Pick<ReturnType<typeof callCentre>, 'actors' | 'callIds' | 'recordings' | 'sip'> {
  readonly sessions: Sessions
  readonly reader: SettingsReader
  readonly secrets: SecretBox
  readonly objects: ObjectStore
  readonly pages: ReturnType<typeof pageServices>
  readonly data: ReturnType<typeof dataServices>
  readonly interfaces: ReturnType<typeof interfaceServices>
  readonly customPages: ReturnType<typeof customPageServices>
  readonly prompts: ReturnType<typeof promptServices>
  readonly failed: (error: unknown) => void
}

export function allHandlers({ env, database, settings }: AppParts, parts: HandlerParts): Handlers {
  const { sessions, reader, actors, callIds, recordings, sip, secrets, objects, pages } = parts
  const network = { secrets, state: sip, contacts: env.sipContacts }
  const logIn = new LogIn(database, sessions, { devices: new KnownDevices(secrets.derive('known devices'), () => Date.now()) })
  const handlers: { [N in RouteName]: Handlers[N] } = {
    ...sessionHandlers({ database, sessions, logIn, settings, demo: !env.production }),
    ...settingsHandlers({
      settings,
      platform: database.platform,
      network,
      live: liveDesk(actors),
      unlocked: (login) => logIn.unlocked(login),
    }),
    ...seatHandlers({ settings, reader, actors, iceServers: () => iceServersOf(env.turn, Date.now()) }),
    ...commandHandlers({ reader, actors, callIds, inspected: inspectionAudit(settings, parts.failed) }),
    ...pages.handlers,
    ...parts.data.handlers,
    ...parts.interfaces.handlers,
    ...parts.customPages.handlers(actors),
    ...flowServices({ settings, interfaces: parts.interfaces.interfaces, speech: parts.prompts.speech }).handlers,
    ...contactHandlers(settings),
    ...wrapUpHandlers({ settings, database }),
    ...recordingHandlers({ settings, objects, recordings }),
    ...voicemailHandlers({ settings, database, objects, dial: seatDialler({ reader, actors, callIds }) }),
    ...parts.prompts.handlers,
  }
  return handlers
}
