// What a body consists of: one part, or those of a multipart, nested as deep as they come (RFC 2046, RFC 5621). Time is
// linear in the size for each level; what is malformed is one part that nobody understands.

import { bytesOf, textOf } from './bytes.ts'
import { readFields } from './head.ts'
import { parseDisposition, parseMediaType } from './media-type.ts'
import { paramText } from './params.ts'
import { headerOf, type Header } from './sip-message.ts'

export type BodyPart = {
  /** Media type in lower case; undefined when it cannot be read. */
  type: string | undefined
  /** Disposition in lower case; undefined when nothing was said. */
  disposition: string | undefined
  handling: 'required' | 'optional' | undefined
  content: Buffer
}

type Entity = { headers: readonly Header[]; body: Buffer }

const MAX_DEPTH = 4
const MAX_PARTS = 64

/** In the order in which they are to be tried; none when there is no body. */
export const bodyPartsOf = (message: Entity): BodyPart[] => (message.body.length === 0 ? [] : partsOf(message, MAX_DEPTH))

const partsOf = (entity: Entity, depth: number): BodyPart[] => {
  const own = partOf(entity)
  if (own.type?.startsWith('multipart/') !== true) return [own]
  const params = parseMediaType(headerOf(entity, 'content-type') ?? '')?.params ?? new Map<string, string>()
  const boundary = paramText(params, 'boundary') ?? ''
  const inner = boundary === '' || depth === 0 ? [] : entitiesIn(own.content, boundary)
  if (inner.length === 0) return [{ ...own, type: undefined }]
  const parts = ordered(inner, own.type, paramText(params, 'start')).flatMap((part) => partsOf(part, depth - 1))
  return own.handling === 'optional' ? parts.map((part) => ({ ...part, handling: 'optional' })) : parts
}

/** The last alternative is the best one; what is related begins with its root. */
const ordered = (entities: Entity[], type: string, start: string | undefined): Entity[] => {
  if (type === 'multipart/alternative') return entities.toReversed()
  const root = start === undefined ? -1 : entities.findIndex((entity) => headerOf(entity, 'content-id') === start)
  return root === -1 ? entities : [...entities.slice(root), ...entities.slice(0, root)]
}

const partOf = (entity: Entity): BodyPart => {
  const disposition = headerOf(entity, 'content-disposition')
  const said = disposition === undefined ? undefined : parseDisposition(disposition)
  const handling = said && paramText(said.params, 'handling')?.toLowerCase()
  const content = contentOf(entity)
  return {
    type: content && (parseMediaType(headerOf(entity, 'content-type') ?? 'text/plain')?.word ?? undefined),
    disposition: said?.word,
    handling: handling === 'required' || handling === 'optional' ? handling : undefined,
    content: content ?? entity.body,
  }
}

/** Undefined when it is packed in a way that we do not know. */
const contentOf = (entity: Entity): Buffer | undefined => {
  const packed = headerOf(entity, 'content-encoding')?.toLowerCase() ?? 'identity'
  if (packed !== 'identity') return undefined
  switch (headerOf(entity, 'content-transfer-encoding')?.toLowerCase() ?? 'binary') {
    case 'binary':
    case '8bit':
    case '7bit':
      return entity.body
    case 'base64':
      return Buffer.from(entity.body.toString('latin1'), 'base64')
    case 'quoted-printable':
      return unquotedPrintable(entity.body.toString('latin1'))
    default:
      return undefined
  }
}

const unquotedPrintable = (text: string): Buffer => {
  const joined = text.replace(/=[ \t]*\r?\n/g, '')
  return Buffer.from(
    joined.replace(/=([0-9A-Fa-f]{2})/g, (_, hex: string) => String.fromCodePoint(Number.parseInt(hex, 16))),
    'latin1',
  )
}

const entitiesIn = (body: Buffer, boundary: string): Entity[] => {
  const delimiter = bytesOf(boundary).toString('latin1')
  return pieces(body.toString('latin1'), `--${delimiter}`).map((piece) => {
    const end = /^\r?\n|\r?\n\r?\n/.exec(piece)
    const head = end === null ? piece : piece.slice(0, end.index)
    const rest = end === null ? '' : piece.slice(end.index + end[0].length)
    return { headers: readFields(textOf(Buffer.from(head, 'latin1'))), body: Buffer.from(rest, 'latin1') }
  })
}

/** Between lines that are the delimiter, the last of them with two dashes more; what precedes and follows is nobody's. */
const pieces = (body: string, delimiter: string): string[] => {
  const found: string[] = []
  const lineEnd = /(--)?[ \t]*(?:\r?\n|$)/y
  let start = -1
  for (let at = body.indexOf(delimiter); at !== -1 && found.length < MAX_PARTS; at = body.indexOf(delimiter, at + 1)) {
    lineEnd.lastIndex = at + delimiter.length
    const line = at > 0 && body[at - 1] !== '\n' ? null : lineEnd.exec(body)
    if (line === null) continue
    if (start !== -1) found.push(body.slice(start, Math.max(start, at)).replace(/\r?\n$/, ''))
    start = line[1] === undefined ? lineEnd.lastIndex : -1
    if (start === -1) return found
  }
  return start === -1 || found.length === MAX_PARTS ? found : [...found, body.slice(start)]
}
