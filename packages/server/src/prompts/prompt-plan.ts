// What is to be heard, in order: recordings, texts for the engine, words that are recorded. Neighbours that the engine speaks are one
// text, so that a sentence sounds like one.
import type { Language } from '@openseat/contracts'
import { type Phrase, phraseText, piecesText, type PromptPiece, readOut, speakable } from '@openseat/domain'
import type { PromptFault } from '../desk/ports/prompt-audio.ts'

export type Segment =
  | { readonly kind: 'prompt'; readonly code: string; readonly piece: number }
  | { readonly kind: 'speech'; readonly text: string; readonly piece: number }
  | { readonly kind: 'clips'; readonly clips: readonly string[]; readonly piece: number }

export class PromptRefused extends Error {
  readonly code: PromptFault
  readonly piece: number

  constructor(code: PromptFault, piece: number, options?: ErrorOptions) {
    super(code, options)
    this.code = code
    this.piece = piece
  }
}

export interface PlanFacts {
  readonly language: Language
  readonly timeZone: string
  readonly hasEngine: boolean
}

export const mostPieces = 50
const mostCharacters = 4_096

/** Throws `PromptRefused`. */
export function planPrompts(pieces: readonly PromptPiece[], facts: PlanFacts): Segment[] {
  if (pieces.length > mostPieces) throw new PromptRefused('PROMPT_TOO_LONG', mostPieces)
  const segments: Segment[] = []
  for (const [index, piece] of pieces.entries()) {
    const next = segmentOf(pieces, index, facts)
    const last = segments.at(-1)
    if (next === null) continue
    if (last?.kind === 'speech' && next.kind === 'speech' && piece.kind !== 'file')
      segments[segments.length - 1] = together(last, next, facts)
    else segments.push(next)
  }
  return segments
}

/** Null: there is nothing to say. */
function segmentOf(pieces: readonly PromptPiece[], piece: number, facts: PlanFacts): Segment | null {
  const wanted = pieces[piece]
  switch (wanted?.kind) {
    case 'file':
      return { kind: 'prompt', code: wanted.prompt, piece }
    case 'text':
      return textSegment(wanted, piece, facts)
    case 'readOut':
      return readOutSegment(wanted, { piece, counting: isMeasured(pieces[piece + 1]) }, facts)
    case undefined:
      return null
  }
}

function textSegment({ text, saying }: Extract<PromptPiece, { kind: 'text' }>, piece: number, facts: PlanFacts): Segment | null {
  if (text.length > mostCharacters) throw new PromptRefused('PROMPT_TOO_LONG', piece)
  if (facts.hasEngine) {
    const spoken = speakable(text, facts.language, facts.timeZone)
    return spoken === '' ? null : { kind: 'speech', text: spoken, piece }
  }
  if (!/[\p{L}\p{N}]/u.test(text)) return null
  if (saying !== undefined) return { kind: 'clips', clips: [sayingClip(saying)], piece }
  throw new PromptRefused('SPEECH_NONE', piece)
}

/** Names of recorded sentences. */
export const sayingClip = (saying: string): string => `saying-${hyphened(saying)}`
export const phraseClip = (phrase: Phrase): string => `phrase-${hyphened(phrase)}`
const hyphened = (name: string): string => name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)

function readOutSegment(
  { as, value }: Extract<PromptPiece, { kind: 'readOut' }>,
  { piece, counting }: { piece: number; counting: boolean },
  { language, timeZone, hasEngine }: PlanFacts,
): Segment {
  const said = readOut({ kind: as, value, counting, timeZone }, language)
  if (said === null) throw new PromptRefused('PROMPT_VALUE', piece)
  if (hasEngine) return { kind: 'speech', text: piecesText(said, language), piece }
  return { kind: 'clips', clips: said.map(({ clip }) => clip), piece }
}

/** An agent's number, digit by digit, between words of our own. */
export function planAnnouncement(agentNumber: string, { language, hasEngine }: Omit<PlanFacts, 'timeZone'>): Segment[] {
  const digits = readOut({ kind: 'digits', value: agentNumber }, language) ?? []
  if (!hasEngine) {
    const clips = [phraseClip('workNumber'), ...digits.map(({ clip }) => clip), phraseClip('atYourService')]
    return [{ kind: 'clips', clips, piece: 0 }]
  }
  const words = [phraseText('workNumber', language), piecesText(digits, language), phraseText('atYourService', language)]
  return [{ kind: 'speech', text: words.join(language === 'en' ? ' ' : ''), piece: 0 }]
}

/** 两位客户, not 二位客户. */
const isMeasured = (next: PromptPiece | undefined): boolean =>
  next?.kind === 'text' && /^\s*[个位名次天年张件条笔人台部项种]/.test(next.text)

const together = (a: Extract<Segment, { kind: 'speech' }>, b: Extract<Segment, { kind: 'speech' }>, { language }: PlanFacts): Segment => ({
  ...a,
  text: `${a.text}${language === 'en' ? ' ' : ''}${b.text}`,
})

/** In parts of which each is no longer than the engine takes, cut where one takes breath. */
export function inParts(text: string, most: number): string[] {
  const parts: string[] = []
  let rest = text
  while (rest.length > most) {
    const head = rest.slice(0, most)
    const at = Math.max(...['。', '！', '？', '.', '!', '?', '，', ',', '；', ' '].map((mark) => head.lastIndexOf(mark)))
    const cut = at > most / 2 ? at + 1 : most
    parts.push(rest.slice(0, cut))
    rest = rest.slice(cut)
  }
  return [...parts, rest].filter((part) => part.trim() !== '')
}
