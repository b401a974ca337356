// What pages may say to the top window without AICCSupport.js: `{ name, param }`, as an object or as its JSON text. Pure.
// Source: screen-pop specification, "Messages to the top window". Names and parameters are those of the agent's REST interface.
import type { MediaType } from '@openseat/contracts'
import { bridgeLimits } from '@openseat/contracts/bridge'

export type LegacyMessage =
  | { readonly kind: 'callout'; readonly number: string; readonly mediaType: MediaType }
  | { readonly kind: 'eventpost'; readonly events: readonly string[] }
  /** Said in the right form, and not usable; `code` says why. */
  | { readonly kind: 'wrong'; readonly name: string; readonly code: 'UNKNOWN_COMMAND' | 'BAD_REQUEST' }

const longestText = 4096
const mostEvents = 64

/** Null for all that is no such message. */
export function legacyMessage(data: unknown): LegacyMessage | null {
  const said = typeof data === 'string' ? parsed(data) : data
  if (typeof said !== 'object' || said === null || !('name' in said) || typeof said.name !== 'string' || said.name === '') return null
  const name = said.name.slice(0, 64)
  const param = 'param' in said ? said.param : undefined
  if (name === 'callout') return callout(param) ?? { kind: 'wrong', name, code: 'BAD_REQUEST' }
  if (name === 'eventpost') return eventpost(param) ?? { kind: 'wrong', name, code: 'BAD_REQUEST' }
  return { kind: 'wrong', name, code: 'UNKNOWN_COMMAND' }
}

function parsed(text: string): unknown {
  if (text.length > longestText || !text.trimStart().startsWith('{')) return null
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

/** `['88880813', 'video']` or `{ number: '88880523', mode: 'audio' }`; without a mode: audio. */
function callout(param: unknown): LegacyMessage | null {
  const [number, mode] = Array.isArray(param) ? (param as unknown[]) : fieldsOf(param)
  const text = typeof number === 'number' ? String(number) : number
  if (typeof text !== 'string' || text.length > bridgeLimits.pageTextCharacters) return null
  const mediaType = mode === undefined || mode === null || mode === '' ? 'audio' : mode
  return mediaType === 'audio' || mediaType === 'video' ? { kind: 'callout', number: text, mediaType } : null
}

function fieldsOf(param: unknown): [unknown, unknown] {
  if (typeof param !== 'object' || param === null) return [undefined, undefined]
  const { number, mode } = param as Record<string, unknown>
  return [number, mode]
}

function eventpost(param: unknown): LegacyMessage | null {
  if (!Array.isArray(param) || param.length > mostEvents) return null
  const events = param.filter((name) => typeof name === 'string')
  return events.length === param.length ? { kind: 'eventpost', events } : null
}
