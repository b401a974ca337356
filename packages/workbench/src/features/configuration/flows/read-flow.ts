// Flows out of texts that people paste, pick or type, and what keeps a text from being one.
import {
  flowDocumentSchema,
  flowFileSchema,
  problemsOf,
  problemText,
  type FieldProblem,
  type FlowDocument,
  type FlowFile,
} from '@openseat/contracts'
import { i18n, language } from '../../../i18n/language.ts'

export type ReadDocument = { readonly document: FlowDocument; readonly fault: '' } | { readonly document: null; readonly fault: string }
export type ReadFile = { readonly file: FlowFile } | { readonly fault: string }

/** The first fault is enough: the text is one document. */
export function readDocument(text: string): ReadDocument {
  const read = jsonOf(text)
  if ('fault' in read) return { document: null, fault: read.fault }
  const parsed = flowDocumentSchema.safeParse(read.json, { reportInput: true })
  return parsed.success ? { document: parsed.data, fault: '' } : { document: null, fault: wordsOf(problemsOf(parsed.error).slice(0, 1)) }
}

export function readFile(text: string): ReadFile {
  const read = jsonOf(text)
  if ('fault' in read) return read
  if (!saysItIsOurs(read.json)) return { fault: i18n.global.t('flows.noFlowFile') }
  const parsed = flowFileSchema.safeParse(read.json, { reportInput: true })
  return parsed.success ? { file: parsed.data } : { fault: wordsOf(problemsOf(parsed.error).slice(0, 5)) }
}

function jsonOf(text: string): { readonly json: unknown } | { readonly fault: string } {
  try {
    return { json: JSON.parse(text) }
  } catch (error) {
    return { fault: i18n.global.t('flows.noJson', { reason: error instanceof Error ? error.message : '' }) }
  }
}

const saysItIsOurs = (json: unknown): boolean =>
  typeof json === 'object' && json !== null && 'format' in json && json.format === flowFileSchema.shape.format.value

/** One line each, with the place where the field's own name does not say it. */
const wordsOf = (problems: readonly FieldProblem[]): string =>
  problems.map((problem) => (problem.field.includes('.') ? `${problem.field}: ` : '') + problemText(problem, language.value)).join('\n')
