// From bytes to start line and header fields: framing, folding, compact names, size caps (RFC 3261 section 7).
// It does not know what any header means.

import { textOf } from './bytes.ts'
import { headerNameOf } from './header-names.ts'
import type { Header } from './sip-message.ts'
import { isToken } from './tokens.ts'

const MAX_HEAD_BYTES = 32_768
const MAX_HEADER_LINES = 512
const HEAD_END = Buffer.from('\r\n\r\n')

export type Head = {
  startLine: string
  headers: Header[]
  /** Why the header fields are not all usable; those that are stand in `headers`. */
  fault: string | undefined
  /** Where the body begins. */
  bodyStart: number
}

/** `incomplete`: no empty line yet. `hostile`: nothing that could become SIP; drop it. */
export type HeadOutcome = Head | 'incomplete' | 'hostile'

export const readHead = (bytes: Buffer): HeadOutcome => {
  if (bytes.length > 0 && !startsLikeSip(bytes)) return 'hostile'
  const end = bytes.subarray(0, MAX_HEAD_BYTES).indexOf(HEAD_END)
  if (end === -1) return bytes.length >= MAX_HEAD_BYTES ? 'hostile' : 'incomplete'
  const [startLine = '', ...lines] = textOf(bytes.subarray(0, end)).split('\r\n')
  if (lines.length > MAX_HEADER_LINES) return 'hostile'
  const { headers, fault } = readHeaders(unfold(lines))
  return { startLine, headers, fault: BARE_LINE_END.test(startLine) ? 'Bad line end' : fault, bodyStart: end + HEAD_END.length }
}

/** The header fields of a body's part; those that are malformed are left out. */
export const readFields = (text: string): Header[] => readHeaders(unfold(text.split(/\r?\n/))).headers

const BARE_LINE_END = /[\r\n]/

/** A start line begins with a token, whatever it is; this keeps scanners and noise from any further work. */
const startsLikeSip = (bytes: Buffer): boolean => isToken(String.fromCodePoint(bytes[0] ?? 0))

const unfold = (lines: readonly string[]): string[] => {
  const folded: string[][] = []
  for (const line of lines) {
    const last = folded.at(-1)
    if (last !== undefined && (line.startsWith(' ') || line.startsWith('\t'))) last.push(line.trim())
    else folded.push([line])
  }
  return folded.map((pieces) => pieces.join(' '))
}

const readHeaders = (lines: readonly string[]): { headers: Header[]; fault: string | undefined } => {
  const headers: Header[] = []
  let fault: string | undefined
  for (const line of lines) {
    const colon = line.indexOf(':')
    const name = line.slice(0, Math.max(0, colon)).trimEnd()
    if (!isToken(name) || BARE_LINE_END.test(line)) fault ??= 'Malformed header field'
    else headers.push({ name: headerNameOf(name), value: line.slice(colon + 1).trim() })
  }
  return { headers, fault }
}
