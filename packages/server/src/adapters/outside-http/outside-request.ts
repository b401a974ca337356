// One request to an address that is judged already, and what can come of it. No redirect is followed, no cookie kept, no
// connection used twice but a pool's; size and time have an end whatever the other side does.
import { type Agent, request as requestPlain, type IncomingMessage, type RequestOptions } from 'node:http'
import { request as requestEncrypted } from 'node:https'
import type { LookupFunction } from 'node:net'
import { pipeline, type Transform } from 'node:stream'
import { constants, createBrotliDecompress, createUnzip } from 'node:zlib'
import type { AskFailure, HeaderLines } from '@openseat/domain/screen-pop/embed-answer'
import { bareHost } from './address-kinds.ts'

export interface Question {
  readonly method: 'GET' | 'POST'
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string
  /** From the beginning to the last byte. */
  readonly timeoutMs: number
  /** Without a sign from the other side. */
  readonly idleMs?: number
  readonly maxBytes: number
  /** What becomes of a longer body. */
  readonly beyond: 'cut' | 'refuse'
}

export type OutsideFailure = AskFailure | 'tooLarge' | 'busy'

export type OutsideAnswer =
  | { readonly ok: true; readonly status: number; readonly headers: HeaderLines; readonly body: Buffer }
  | {
      readonly ok: false
      readonly failure: OutsideFailure
      readonly detail: string
      /** The connection failed, and nothing of an answer had come: it may be asked once more. */
      readonly unanswered?: true
    }

export interface ResolvedAddress {
  readonly address: string
  readonly family: number
}

export interface Target {
  readonly url: URL
  /** Gives judged addresses alone; Host header and TLS name stay those of the address. */
  readonly lookup: LookupFunction
  readonly signal: AbortSignal
  /** Of a pool; left out, the connection serves this request alone. */
  readonly agent?: Agent
}

/** What a judging lookup fails with. */
export const forbiddenCode = 'EFORBIDDEN'

const maxHeaderBytes = 32_768
const usualIdleMs = 10_000

export const failed = (failure: OutsideFailure, detail = ''): Extract<OutsideAnswer, { ok: false }> => ({ ok: false, failure, detail })

export function ask(target: Target, question: Question): Promise<OutsideAnswer> {
  return new Promise((resolve) => {
    const { url, signal } = target
    let hasBegun = false
    const fail = (error: Error): void => {
      const answer = failed(signal.aborted ? 'timeOut' : failureOf(error), codeOf(error))
      resolve(hasBegun || !isConnectionFailure(error) ? answer : { ...answer, unanswered: true })
    }
    const request = (url.protocol === 'https:' ? requestEncrypted : requestPlain)(optionsOf(target, question))
    request.on('error', fail)
    request.on('timeout', () => request.destroy(Object.assign(new Error('silence'), { code: 'ETIMEDOUT' })))
    // Neither an upgrade nor a stream that went over to another protocol ends with the request by itself.
    signal.addEventListener('abort', () => resolve(failed('timeOut')), { once: true })
    request.on('upgrade', (_response, socket) => {
      socket.destroy()
      resolve(failed('broken', 'upgrade'))
    })
    request.on('response', (response) => {
      hasBegun = true
      readBody(response, question)
        .then(resolve, fail)
        // Read whole, a pool's connection goes back to it; any other is of no more use.
        .finally(() => (target.agent && response.complete ? undefined : request.destroy()))
    })
    request.end(question.body)
  })
}

function optionsOf({ url, lookup, signal, agent }: Target, { method, headers, body, idleMs = usualIdleMs }: Question): RequestOptions {
  const length = body === undefined ? {} : { 'content-length': String(Buffer.byteLength(body)) }
  return {
    protocol: url.protocol,
    hostname: bareHost(url),
    port: url.port,
    path: `${url.pathname}${url.search}`,
    method,
    headers: { ...headers, ...length, host: url.host, 'accept-encoding': 'identity', ...(agent ? {} : { connection: 'close' }) },
    agent: agent ?? false,
    lookup,
    maxHeaderSize: maxHeaderBytes,
    timeout: idleMs,
    signal,
  }
}

async function readBody(response: IncomingMessage, { maxBytes, beyond }: Question): Promise<OutsideAnswer> {
  const chunks: Buffer[] = []
  const answer = (): OutsideAnswer => ({
    ok: true,
    status: response.statusCode ?? 0,
    headers: linesOf(response),
    body: Buffer.concat(chunks),
  })
  if (maxBytes === 0 && beyond === 'cut') return answer()
  let bytes = 0
  for await (const chunk of unpacked(response)) {
    const room = maxBytes - bytes
    bytes += chunk.length
    chunks.push(chunk.length > room ? chunk.subarray(0, room) : chunk)
    if (bytes > maxBytes) return beyond === 'cut' ? answer() : failed('tooLarge', String(maxBytes))
  }
  return answer()
}

const unpackers: ReadonlyMap<string, () => Transform> = new Map([
  ['gzip', () => createUnzip(asFarAsItGoes)],
  ['x-gzip', () => createUnzip(asFarAsItGoes)],
  ['deflate', () => createUnzip(asFarAsItGoes)],
  ['br', () => createBrotliDecompress()],
])
/** An end that is missing shows in what was packed. */
const asFarAsItGoes = { finishFlush: constants.Z_SYNC_FLUSH }

/** Some pack what they were not asked to pack. */
function unpacked(response: IncomingMessage): AsyncIterable<Buffer> {
  const unpacker = unpackers.get(response.headers['content-encoding']?.trim().toLowerCase() ?? '')?.()
  // What goes wrong comes to whoever reads.
  return unpacker ? pipeline(response, unpacker, () => undefined) : response
}

/** As they came: what Node makes of doubled headers is not what a browser makes of them. */
function linesOf({ rawHeaders }: IncomingMessage): HeaderLines {
  return rawHeaders.flatMap((name, index) => (index % 2 === 0 ? [[name, rawHeaders[index + 1] ?? ''] as const] : []))
}

const codeOf = (error: Error): string => ('code' in error && typeof error.code === 'string' ? error.code : error.name)

function failureOf(error: Error): OutsideFailure {
  const code = codeOf(error)
  if (/^(ECONNREFUSED|EHOSTUNREACH|ENETUNREACH|EHOSTDOWN|EADDRNOTAVAIL)$/.test(code)) return 'refused'
  if (code === 'ETIMEDOUT') return 'timeOut'
  if (code === forbiddenCode) return 'forbidden'
  if (/^(ENOTFOUND|ENODATA|EAI_)/.test(code)) return 'dns'
  return /^(ERR_TLS|ERR_SSL|CERT_|SELF_SIGNED|DEPTH_ZERO|UNABLE_TO|HOSTNAME_MISMATCH|EPROTO)/.test(code) ? 'tls' : 'broken'
}

const isConnectionFailure = (error: Error): boolean =>
  /^(ECONNREFUSED|ECONNRESET|EPIPE|EHOSTUNREACH|ENETUNREACH|EHOSTDOWN|EAI_AGAIN)$/.test(codeOf(error))
