// Who may open which socket: agents with their session, browser telephones where they are switched on.
import type { IncomingMessage } from 'node:http'
import { languages, type Language } from '@openseat/contracts'
import type { Person } from '../access/person.ts'
import type { AudioDirector } from '../media/audio-director.ts'
import type { CallIds } from '../ids/call-ids.ts'
import type { TenantActors } from '../desk/tenant-actors.ts'
import type { Sessions } from '../access/sessions.ts'
import type { AddressOf } from '../http/client-address.ts'
import type { Connections } from '../http/connections.ts'
import { languageOf } from '../http/language.ts'
import { sessionToken } from '../http/session-cookie.ts'
import { serveAgent, type AgentContext } from '../realtime/agent-connection.ts'
import type { Inspection } from '../realtime/inspections.ts'
import type { AgentHub } from '../realtime/agent-hub.ts'
import type { BoardWatch } from '../realtime/board-watch.ts'
import { serveVisitor } from '../widget/visitor-connection.ts'
import type { Visitors } from '../widget/visitors.ts'
import { servePhone } from '../lines/browser/phone-connection.ts'
import type { PhoneExchange } from '../lines/browser/phone-exchange.ts'
import type { SettingsReader } from '../settings/settings-reader.ts'
import type { Entry } from '../realtime/upgrades.ts'

export interface SocketParts {
  readonly sessions: Sessions
  readonly publicOrigin: string | undefined
  readonly reader: Pick<SettingsReader, 'agent'>
  readonly actors: TenantActors
  readonly hub: AgentHub
  readonly sip: { isOff(phone: string): boolean }
  readonly boards: BoardWatch
  /** Writes what an inspector did to the audit log. */
  readonly inspected: (person: Person, command: Inspection, address: string) => void
  readonly director: AudioDirector
  readonly exchange: PhoneExchange
  readonly callIds: CallIds
  readonly visitors: Visitors
  readonly connections: Connections
  readonly addressOf: AddressOf
  /** Browser telephones are for trying things: not in production. */
  readonly phones: boolean
  readonly failed: (error: unknown) => void
}

export function socketEntries(parts: SocketParts): Readonly<Record<string, Entry>> {
  return { '/ws/agent': agentEntry(parts), '/ws/phone': phoneEntry(parts), '/ws/visitor': visitorEntry(parts) }
}

const spoken = (request: IncomingMessage): string | undefined => request.headers['accept-language']

function agentEntry({
  sessions,
  publicOrigin,
  addressOf,
  reader,
  actors,
  hub,
  sip,
  boards,
  director,
  exchange,
  callIds,
  failed,
  inspected,
}: SocketParts): Entry {
  return {
    isForKnown: true,
    async admit(request) {
      const token = sessionToken(request, publicOrigin)
      const person = token === undefined ? undefined : await sessions.person(token)
      if (!person || token === undefined) return 401
      const { agentNumber } = person
      if (agentNumber === null || person.mustChangePassword || !person.permissions.has('workbench.use')) return 403
      const actor = await actors.get(person.tenantId)
      const settingsOfAgent = () => reader.agent(person.tenantId, agentNumber)
      if ((await settingsOfAgent()) === undefined) return 403
      const language = languageOf(person.language, spoken(request))
      const stillAllowed = async (): Promise<boolean> => {
        const now = await sessions.person(token)
        return now?.agentNumber === agentNumber && !now.mustChangePassword && now.permissions.has('workbench.use')
      }
      const onEnded = (end: () => void) => sessions.live.add({ ...person, agentNumber, end })
      const address = addressOf(request)
      const signalCustomer: AgentContext['signalCustomer'] = (room, frame) => exchange.signalFromAgent(actor, room, frame)
      const phoneIsOff = async (): Promise<boolean> => sip.isOff((await settingsOfAgent())?.phone ?? '')
      const context = {
        settingsOfAgent,
        phoneIsOff,
        signalCustomer,
        actor,
        hub,
        boards,
        director,
        callIds,
        agentNumber,
        language,
        stillAllowed,
        onEnded,
        failed,
      }
      return (socket) => serveAgent(socket, { ...context, inspected: (command) => inspected(person, command, address) })
    },
  }
}

function phoneEntry({ exchange, director, phones, failed }: SocketParts): Entry {
  return {
    isForKnown: false,
    admit: async (request) => {
      if (!phones) return 403
      return (socket) => servePhone(socket, { exchange, director, language: languageOf(undefined, spoken(request)), failed })
    },
  }
}

function visitorEntry({ exchange, visitors, director, connections, addressOf, failed }: SocketParts): Entry {
  return {
    isForKnown: false,
    admit: async (request) => {
      const address = addressOf(request)
      const language = languageOf(wanted(request), spoken(request))
      const inCall = (): void => connections.known(request.socket)
      return (socket) => serveVisitor(socket, { exchange, visitors, director, address, language, inCall, failed })
    },
  }
}

/** `?lang=`: the language of the page that the visitor is on. */
function wanted({ url }: IncomingMessage): Language | undefined {
  const lang = new URLSearchParams((url ?? '').split('?', 2)[1]).get('lang')
  return languages.find((language) => language === lang)
}
