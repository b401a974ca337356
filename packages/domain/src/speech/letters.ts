// Letters of codes are spoken one by one, in each language by their English names.
import type { SpokenPiece } from './pieces.ts'

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ'

export const letterPiece = (letter: string): SpokenPiece => ({ clip: `letter-${letter.toLowerCase()}`, text: letter.toUpperCase() })

export const letterPieces: readonly SpokenPiece[] = [...alphabet].map(letterPiece)
