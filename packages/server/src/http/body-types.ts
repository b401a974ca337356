// What a request's body may be: the one media type of its route, in UTF-8 where it is JSON, and not compressed.

import type { IncomingHttpHeaders } from 'node:http'
import { AppError, type Route } from '@openseat/contracts'

const shownAtMost = 100

/** Before the body is read, so that what cannot be read is not received first. */
export function refuseOtherBodies({ body, upload }: Pick<Route, 'body' | 'upload'>, headers: IncomingHttpHeaders): void {
  if (body === undefined || !hasBody(headers)) return
  const expected = upload?.type ?? 'application/json'
  const given = headers['content-type'] ?? ''
  const { type, charset } = mediaType(given)
  // A file says by its bytes how it is encoded; what people's tools write here is often wrong.
  if (type !== expected || (upload === undefined && !readableCharsets.has(charset)))
    throw new AppError('REQUEST_MEDIA_TYPE', { expected, given: given.slice(0, shownAtMost) || '-' })
  const coding = headers['content-encoding'] ?? 'identity'
  if (coding.toLowerCase() !== 'identity') throw new AppError('REQUEST_CODING', { given: coding.slice(0, shownAtMost) })
}

const hasBody = (headers: IncomingHttpHeaders): boolean =>
  headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0

const readableCharsets: ReadonlySet<string> = new Set(['utf-8', 'utf8', 'us-ascii'])

function mediaType(given: string): { type: string; charset: string } {
  const [type = '', ...parameters] = given
    .toLowerCase()
    .split(';')
    .map((part) => part.trim())
  const charset = parameters.find((parameter) => parameter.startsWith('charset='))
  return { type, charset: charset?.slice('charset='.length).replaceAll('"', '') ?? 'utf-8' }
}
