// What is said, as pieces: each is a word for an engine and the name of a recorded clip for where there is no engine.
import type { Language } from '@openseat/contracts'

export interface SpokenPiece {
  /** Which recording says it: a file name without its ending. */
  readonly clip: string
  /** One word. It ends with a hyphen when the next one belongs to it: `twenty-` `one`. */
  readonly text: string
}

export type SpokenPieces = readonly SpokenPiece[]

export const pauseClip = 'pause'

/** For an engine, and for people who read along. */
export function piecesText(pieces: SpokenPieces, language: Language): string {
  const space = language === 'en' ? ' ' : ''
  const pause = language === 'en' ? ',' : '，'
  let text = ''
  for (const piece of pieces) {
    if (piece.clip === pauseClip) text += pause
    else text += (text === '' || text.endsWith('-') || text.endsWith('，') ? '' : space) + piece.text
  }
  return text
}

export const pause: SpokenPiece = { clip: pauseClip, text: '' }

/** Groups with a short silence between. */
export const paused = (groups: readonly SpokenPieces[]): SpokenPieces =>
  groups.filter((group) => group.length > 0).flatMap((group, index) => (index === 0 ? group : [pause, ...group]))
