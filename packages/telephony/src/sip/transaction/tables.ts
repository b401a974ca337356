// The four transaction machines as tables (RFC 3261 figures 5 to 8, with the Accepted state of RFC 6026).
// An event that a state does not name changes nothing. Effects are performed in order by transaction.ts.

import type { TimerName } from './timers.ts'

export type State = 'calling' | 'trying' | 'proceeding' | 'accepted' | 'completed' | 'confirmed' | 'terminated'

export type Event =
  | TimerName
  /** Client: a response came. Server: we answer. */
  | '1xx'
  | '2xx'
  | 'failure'
  /** Server: the request again, or its ACK. */
  | 'request'
  | 'ack'
  | 'flowClosed'

export type Effect =
  /** The request (client) or the last response (server), also again. */
  | 'send'
  | 'sendAck'
  | 'sendTrying'
  /** Tell the owner: the response (client) or the ACK of a 2xx (server). */
  | 'deliver'
  | 'reportTimeout'
  | 'reportFlow'
  | 'stopTimers'
  | 'slowE'
  | `start${TimerName}`

export type Step = readonly [to: State, ...effects: Effect[]]
export type Table = { readonly [S in State]?: { readonly [E in Event]?: Step } }

export const CLIENT_INVITE: Table = {
  calling: {
    A: ['calling', 'send', 'startA'],
    B: ['terminated', 'reportTimeout'],
    '1xx': ['proceeding', 'stopTimers', 'deliver'],
    '2xx': ['accepted', 'stopTimers', 'startM', 'deliver'],
    failure: ['completed', 'stopTimers', 'sendAck', 'startD', 'deliver'],
    flowClosed: ['terminated', 'reportFlow'],
  },
  proceeding: {
    '1xx': ['proceeding', 'deliver'],
    '2xx': ['accepted', 'startM', 'deliver'],
    failure: ['completed', 'sendAck', 'startD', 'deliver'],
    flowClosed: ['terminated', 'reportFlow'],
  },
  accepted: { '2xx': ['accepted', 'deliver'], M: ['terminated'] },
  completed: { failure: ['completed', 'sendAck'], D: ['terminated'] },
}

export const CLIENT_OTHER: Table = {
  trying: {
    E: ['trying', 'send', 'startE'],
    F: ['terminated', 'reportTimeout'],
    '1xx': ['proceeding', 'slowE', 'deliver'],
    '2xx': ['completed', 'stopTimers', 'startK', 'deliver'],
    failure: ['completed', 'stopTimers', 'startK', 'deliver'],
    flowClosed: ['terminated', 'reportFlow'],
  },
  proceeding: {
    E: ['proceeding', 'send', 'startE'],
    F: ['terminated', 'reportTimeout'],
    '1xx': ['proceeding', 'deliver'],
    '2xx': ['completed', 'stopTimers', 'startK', 'deliver'],
    failure: ['completed', 'stopTimers', 'startK', 'deliver'],
    flowClosed: ['terminated', 'reportFlow'],
  },
  completed: { K: ['terminated'] },
}

export const SERVER_INVITE: Table = {
  proceeding: {
    T: ['proceeding', 'sendTrying'],
    request: ['proceeding', 'send'],
    '1xx': ['proceeding', 'stopTimers', 'send'],
    '2xx': ['accepted', 'stopTimers', 'send', 'startL'],
    failure: ['completed', 'stopTimers', 'send', 'startG', 'startH'],
  },
  accepted: { '2xx': ['accepted', 'send'], ack: ['accepted', 'deliver'], L: ['terminated'] },
  completed: {
    request: ['completed', 'send'],
    G: ['completed', 'send', 'startG'],
    H: ['terminated', 'reportTimeout'],
    ack: ['confirmed', 'stopTimers', 'startI'],
  },
  confirmed: { I: ['terminated'] },
}

export const SERVER_OTHER: Table = {
  trying: {
    '1xx': ['proceeding', 'send'],
    '2xx': ['completed', 'send', 'startJ'],
    failure: ['completed', 'send', 'startJ'],
  },
  proceeding: {
    request: ['proceeding', 'send'],
    '1xx': ['proceeding', 'send'],
    '2xx': ['completed', 'send', 'startJ'],
    failure: ['completed', 'send', 'startJ'],
  },
  completed: { request: ['completed', 'send'], J: ['terminated'] },
}

/** The event that a response is. */
export const eventOfStatus = (status: number): '1xx' | '2xx' | 'failure' => (status < 200 ? '1xx' : status < 300 ? '2xx' : 'failure')
