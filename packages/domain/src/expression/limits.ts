// How large an expression, what it reads and what it makes may be. All of it is counted, none of it is timed: the same
// expression over the same values ends the same way on every machine.

export const expressionLimits = {
  /** UTF-16 code units of one expression. */
  textLength: 1_000,
  /** Of a template's whole text. */
  templateLength: 4_096,
  /** Of what a template renders. */
  renderedLength: 32_768,
  parse: { maxAstNodes: 300, maxDepth: 24, maxListElements: 64, maxMapEntries: 64, maxCallArguments: 8 },
  /** Visits of the evaluator: a node, an item of a list that is gone through, an entry that is compared. */
  steps: 200_000,
  /** Characters read or made by operators and functions. */
  characters: 4_194_304,
  /** Of lists and maps inside each other, in what is compared and in what comes out. */
  depth: 16,
  /** Values inside values that come out. */
  resultNodes: 10_000,
  resultCharacters: 262_144,
  patternLength: 256,
  /** Of a text that `spoken()` puts in words. */
  spokenLength: 4_096,
  /** Characters of a text that a pattern is tried on. */
  matchedLength: 4_096,
} as const
