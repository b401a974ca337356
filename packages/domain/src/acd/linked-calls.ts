// The calls that are linked to a customer's call: a consultation, the inspectors in it.
import type { Call } from '../call/call.ts'
import type { Desk } from './desk.ts'

/** The consultation that an agent has from within the call, if one goes on. */
export const consultOf = (desk: Desk, call: Call): Call | undefined =>
  desk.index.inRoom(call.roomId).find(({ parentCallId, purpose }) => parentCallId === call.callId && purpose === 'consult')

export const supervisionsOf = (desk: Desk, call: Call): Call[] =>
  desk.index.inRoom(call.roomId).filter(({ parentCallId, purpose }) => parentCallId === call.callId && purpose === 'supervision')
