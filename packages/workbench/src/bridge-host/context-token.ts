// Adds the signed context token to what a page is told, fresh each time; '' when the server does not give it in time.
import { call } from '../api/call.ts'
import { asFailure, isAbort } from '../api/api-failure.ts'
import type { TellableEvent } from './page-bridge-offers.ts'

const withinMs = 1_000

async function tokenFor(callId: string, popId: number): Promise<string> {
  try {
    return (await call('issueContextToken', { body: { callId, popId }, signal: AbortSignal.timeout(withinMs) })).token
  } catch (error) {
    if (!isAbort(error)) asFailure(error)
    return ''
  }
}

export const contextTokens =
  (popId: number) =>
  async (event: TellableEvent): Promise<TellableEvent> =>
    event.name === 'IvrReturn' || event.data.callid === null
      ? event
      : { ...event, data: { ...event.data, contextToken: await tokenFor(event.data.callid, popId) } }
