// Regular expressions in RE2's syntax, in time that grows with the text and never faster. Everywhere that a person writes one.
import { RE2JS, RE2JSException } from 're2js'
import { expressionLimits } from './limits.ts'

export interface Pattern {
  /** Of one trial, in characters read. */
  costOf(text: string): number
  /** Whether the whole text is of this form. False for one longer than `expressionLimits.matchedLength`. */
  fits(text: string): boolean
}

/** Instructions of the compiled pattern: what one character may cost. */
const programLimit = 512
/** `{1000}` of a large class takes long to lay out before its size is known. */
const repetitionLimit = 256
const charactersPerInstruction = 1 / 4

/** Undefined when it is none, or one that is too large. */
export function compilePattern(text: string): Pattern | undefined {
  if (text.length > expressionLimits.patternLength || repetitionsIn(text) > repetitionLimit) return undefined
  const compiled = compiledOf(text)
  if (compiled === undefined || compiled.programSize() > programLimit) return undefined
  const cost = Math.ceil(compiled.programSize() * charactersPerInstruction)
  return {
    costOf: (read) => Math.min(read.length, expressionLimits.matchedLength) * cost,
    fits: (read) => read.length <= expressionLimits.matchedLength && compiled.testExact(read),
  }
}

function compiledOf(text: string): RE2JS | undefined {
  try {
    return RE2JS.compile(text)
  } catch (error) {
    if (error instanceof RE2JSException) return undefined
    throw error
  }
}

/** The sum of what is written in braces, the larger of two. */
function repetitionsIn(text: string): number {
  const counts = [...text.matchAll(/\{(\d+)(?:,(\d*))?\}/g)].map(([, least, most]) => Math.max(Number(least), Number(most ?? 0)))
  return counts.reduce((sum, count) => sum + count, 0)
}
