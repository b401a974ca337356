// Answers that are files: whole, or the part that the browser asked for (RFC 9110, one range), so that a player can jump.
import { Readable } from 'node:stream'
import type { FileAnswer } from '@openseat/contracts'
import { create as disposition } from 'content-disposition'
import type { FastifyReply } from 'fastify'

/** First and last byte of the wanted part; null: the whole file; undefined: there is no such part (416). */
export function wantedPart(range: string | undefined, bytes: number): FileAnswer['part'] | undefined {
  const match = /^bytes=(\d*)-(\d*)$/.exec(range ?? '')
  const [, first = '', last = ''] = match ?? []
  if (!match || (first === '' && last === '')) return null
  const from = first === '' ? Math.max(0, bytes - Number(last)) : Number(first)
  const to = first === '' || last === '' ? bytes - 1 : Math.min(Number(last), bytes - 1)
  return from > to ? undefined : { from, to }
}

export function sendFile(reply: FastifyReply, type: string, { name, bytes, part, open }: FileAnswer): FastifyReply {
  void reply.type(type).header('cache-control', 'private, no-store').header('content-disposition', disposition(name))
  if (bytes === null) return reply.send(Readable.from(open(), { objectMode: false }))
  void reply.header('accept-ranges', 'bytes')
  if (part === null) void reply.header('content-length', bytes)
  else {
    void reply.code(206).header('content-range', `bytes ${part.from}-${part.to}/${bytes}`)
    void reply.header('content-length', part.to - part.from + 1)
  }
  return reply.send(Readable.from(open(), { objectMode: false }))
}
