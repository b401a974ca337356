// What this user agent can do, and how it refuses what it cannot (RFC 3261 section 8.2).

import type { ResponseContent } from '../message/build.ts'
import { hasForeignBody } from '../message/body.ts'
import { tokensOf, type Header, type SipRequest } from '../message/sip-message.ts'

const METHODS = ['INVITE', 'ACK', 'CANCEL', 'BYE', 'OPTIONS', 'UPDATE', 'INFO', 'REFER', 'NOTIFY', 'PRACK', 'REGISTER']
const EXTENSIONS = ['timer', 'replaces', '100rel']
/** Whose bodies are descriptions of the session. */
const OFFERING = new Set(['INVITE', 'UPDATE'])
const SCHEMES = ['sip', 'sips', 'tel']

export const ALLOW: Header = { name: 'allow', value: METHODS.filter((method) => method !== 'REGISTER').join(', ') }
export const SUPPORTED: Header = { name: 'supported', value: EXTENSIONS.join(', ') }
export const ACCEPT: Header = { name: 'accept', value: 'application/sdp, multipart/mixed, multipart/alternative, multipart/related' }
const ACCEPT_ENCODING: Header = { name: 'accept-encoding', value: 'identity' }

/** The refusal of a request that we cannot understand, or undefined. */
export const refusalOf = (request: SipRequest): ResponseContent | undefined => {
  if (!METHODS.includes(request.method)) return { status: 501, headers: [ALLOW] }
  if (!SCHEMES.includes(request.uri.scheme)) return { status: 416 }
  const unknown = request.method === 'CANCEL' ? [] : tokensOf(request, 'require').filter((token) => !EXTENSIONS.includes(token))
  if (unknown.length > 0) return { status: 420, headers: [{ name: 'unsupported', value: unknown.join(', ') }] }
  return OFFERING.has(request.method) && hasForeignBody(request) ? { status: 415, headers: [ACCEPT, ACCEPT_ENCODING] } : undefined
}
