// Request-Line and Status-Line (RFC 3261 sections 7.1 and 7.2).

import { isToken } from './tokens.ts'
import { parseUri, type Uri } from './uri.ts'

export type StartLine =
  | { kind: 'request'; method: string; uri: Uri }
  | { kind: 'response'; status: number; reason: string }
  | { kind: 'malformed'; method: string; status: 400 | 505; reason: string }
  | { kind: 'noise' }

const STATUS_LINE = /^SIP\/2\.0 ([1-6][0-9]{2})(?: (.*))?$/su

export const parseStartLine = (line: string): StartLine => {
  if (/^SIP\//i.test(line)) return parseStatusLine(line)
  const method = line.slice(0, Math.max(0, line.indexOf(' ')))
  if (!isToken(method)) return { kind: 'noise' }
  const malformed = (status: 400 | 505, reason: string): StartLine => ({ kind: 'malformed', method, status, reason })
  const lastSpace = line.lastIndexOf(' ')
  const version = line.slice(lastSpace + 1).toUpperCase()
  if (!/^SIP\/[0-9]+\.[0-9]+$/.test(version)) return malformed(400, 'Malformed Request-Line')
  if (version !== 'SIP/2.0') return malformed(505, 'Version Not Supported')
  const uri = parseUri(line.slice(method.length + 1, Math.max(method.length + 1, lastSpace)))
  return uri === undefined || uri.hasHeaders ? malformed(400, 'Malformed Request-URI') : { kind: 'request', method, uri }
}

const parseStatusLine = (line: string): StartLine => {
  const match = STATUS_LINE.exec(line)
  return match === null ? { kind: 'noise' } : { kind: 'response', status: Number(match[1]), reason: match[2] ?? '' }
}
