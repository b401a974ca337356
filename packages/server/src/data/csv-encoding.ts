// In which encoding a file is text, and its text a piece at a time. What is no text at all is told by its first bytes.

import { isUtf8 } from 'node:buffer'
import { setImmediate as otherWork } from 'node:timers/promises'
import { AppError, type CsvEncoding } from '@openseat/contracts'
import { readSpool, type SpoolPlace } from '../files/spool.ts'

/** A file that can be read as often as is needed. */
export interface CsvSource {
  readonly bytes: number
  readonly open: () => AsyncIterable<Uint8Array>
}

/** As it can be handed to a thread. */
export interface SentFile {
  readonly bytes: number
  readonly place: SpoolPlace
}

export const sourceOf = ({ bytes, place }: SentFile): CsvSource => ({ bytes, open: () => readSpool(place) })

const headBytes = 4_096

/** GB18030 is what is not UTF-8 but can be read as it. Throws `CSV_EMPTY`, `CSV_WORKBOOK` and `CSV_ENCODING`. */
export async function csvEncoding(source: CsvSource): Promise<CsvEncoding> {
  const head = await firstBytes(source)
  if (head.length < headBytes && head.toString('utf8').trim() === '') throw new AppError('CSV_EMPTY')
  const kind = otherKind(head)
  if (kind !== undefined) throw new AppError('CSV_WORKBOOK', { kind })
  for (const encoding of candidates(head)) if (await isReadable(source, encoding)) return encoding
  throw new AppError('CSV_ENCODING')
}

/** Without a byte order mark, whichever the file is told to be in. */
export async function* decoded(source: CsvSource, encoding: CsvEncoding): AsyncGenerator<string, void> {
  const decoder = new TextDecoder(encoding, { fatal: true })
  let held = ''
  for await (const piece of source.open()) {
    const text = held + decoder.decode(piece, { stream: true })
    held = endMark.exec(text)?.[0] ?? ''
    yield text.slice(0, text.length - held.length)
  }
  const rest = held.replace(endMark, '') + decoder.decode()
  if (rest !== '') yield rest
}

/** By which old programs end a file; anywhere else it is a control character like others. */
// oxlint-disable-next-line no-control-regex
const endMark = /\u001a+$/

async function firstBytes({ open }: CsvSource): Promise<Buffer> {
  const pieces: Uint8Array[] = []
  let bytes = 0
  for await (const piece of open()) {
    pieces.push(piece)
    bytes += piece.length
    if (bytes >= headBytes) break
  }
  return Buffer.concat(pieces).subarray(0, headBytes)
}

const beginnings: readonly (readonly [kind: string, isIt: (head: Buffer) => boolean])[] = [
  ['ODS', (head) => head.subarray(0, 2).equals(Buffer.from('PK')) && head.includes('opendocument')],
  ['XLSX', (head) => head.subarray(0, 4).equals(Buffer.of(0x50, 0x4b, 3, 4))],
  ['XLS', (head) => head.subarray(0, 4).equals(Buffer.of(0xd0, 0xcf, 0x11, 0xe0))],
  ['PDF', (head) => head.subarray(0, 5).equals(Buffer.from('%PDF-'))],
  // Programs save a page as .xls or .csv, and spreadsheets open it.
  ['HTML', (head) => /^\uFEFF?\s*<(?:!doctype|html|head|body|table|meta)\b/i.test(head.toString('utf8'))],
  ['XML', (head) => /^\uFEFF?\s*<\?xml\b/i.test(head.toString('utf8'))],
]

const otherKind = (head: Buffer): string | undefined => beginnings.find(([, isIt]) => isIt(head))?.[0]

function candidates(head: Buffer): readonly CsvEncoding[] {
  if (head[0] === 0xff && head[1] === 0xfe) return ['utf-16le']
  if (head[0] === 0xfe && head[1] === 0xff) return ['utf-16be']
  // Two programs wrote into one file where the rest is anything else.
  if (head.subarray(0, 3).equals(Buffer.of(0xef, 0xbb, 0xbf))) return ['utf-8']
  return halfEmpty(head) ?? (beginsAsUtf8(head) ? ['utf-8'] : ['utf-8', 'gb18030'])
}

/** A first line with Chinese characters that is UTF-8 without a mark: read as anything else it would be no header. */
function beginsAsUtf8(head: Buffer): boolean {
  const end = head.findIndex((byte) => byte === 0x0a || byte === 0x0d)
  const line = head.subarray(0, end < 0 ? head.length : end)
  return isUtf8(line) && /\p{Script=Han}/u.test(line.toString('utf8'))
}

/** UTF-16 without a mark: digits and separators have an empty half, always on the same side. */
function halfEmpty(head: Buffer): readonly CsvEncoding[] | undefined {
  const zeros = [0, 0]
  for (const [at, byte] of head.entries()) if (byte === 0) zeros[at % 2] = (zeros[at % 2] ?? 0) + 1
  const [before = 0, after = 0] = zeros
  const enough = Math.max(2, head.length / 20)
  if (after > enough && before === 0) return ['utf-16le']
  return before > enough && after === 0 ? ['utf-16be'] : undefined
}

async function isReadable(source: CsvSource, encoding: CsvEncoding): Promise<boolean> {
  try {
    for await (const text of decoded(source, encoding)) {
      if (encoding === 'gb18030' && text.includes('\uFFFD')) return false
      await otherWork()
    }
    return true
  } catch (error) {
    if (error instanceof TypeError) return false
    throw error
  }
}
