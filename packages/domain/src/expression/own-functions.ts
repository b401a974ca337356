// Functions that CEL does not have. The type check is told of them by their declarations.
import { maskNumber } from '../access/mask-number.ts'
import { currencies, type Currency } from '../speech/reader.ts'
import { spoken } from '../speech/read-out.ts'
import { speakable } from '../speech/speakable.ts'
import { daysBetween, writtenMoment } from './dates.ts'
import { ofText, plain, read, text, type Arguments, type LanguageFunction, type Running } from './function-kinds.ts'
import { expressionLimits } from './limits.ts'
import { isIsoDate, typeOf } from './plain-value.ts'
import { EvaluationFault } from './problem.ts'

/** One character may become so many. */
const normalForm = 18

function digitsOf([value = null]: Arguments, running: Running): string {
  const written = typeof value === 'number' ? String(value) : read(value, running)
  running.meter.characters(written.length * normalForm)
  return written.normalize('NFKC').replaceAll(/[^0-9]/g, '')
}

function looksLike([value, pattern]: Arguments, { meter, patterns }: Running): boolean {
  const known = patterns.get(text(pattern))
  if (known === undefined) throw new EvaluationFault('conversion', 'looksLike')
  meter.characters(known.costOf(text(value)))
  return known.fits(text(value))
}

/** In steps: what writing a moment, counting days or spelling a number takes beside the visit of a node. */
const wordCost = 32

const isCurrency = (code: string): code is Currency => currencies.some((known) => known === code)

function amountInWords([value = null, currency = 'CNY']: Arguments, { language = 'zh-CN', meter }: Running): string {
  meter.step(wordCost)
  const code = text(currency)
  if (typeof value !== 'number' && typeof value !== 'string') throw new EvaluationFault('wrongType', `number ≠ ${typeOf(value)}`)
  const said = isCurrency(code) ? spoken({ kind: 'money', value, currency: code }, language) : null
  if (said === null) throw new EvaluationFault('conversion', 'money')
  return said
}

/** A text costs more than its reading: each number in it is looked for. */
const speechCost = 128

function inWords([value = null]: Arguments, running: Running): string {
  const { language = 'zh-CN', timeZone = 'UTC', meter } = running
  if (typeof value === 'number') return saidOr({ kind: 'number', value }, running)
  if (typeof value !== 'string') throw new EvaluationFault('conversion', `spoken(${typeOf(value)})`)
  if (isIsoDate(value)) return saidOr({ kind: value.length === 10 ? 'date' : 'dateTime', value, timeZone }, running)
  if (value.length > expressionLimits.spokenLength) throw new EvaluationFault('tooBig', 'spoken')
  meter.characters(value.length * speechCost)
  return speakable(value, language, timeZone)
}

function saidOr(what: Parameters<typeof spoken>[0], { language = 'zh-CN', meter }: Running): string {
  meter.step(wordCost)
  const said = spoken(what, language)
  if (said === null) throw new EvaluationFault('conversion', 'spoken')
  return said
}

function moment({ now, timeZone, meter }: Running): string {
  meter.step(wordCost)
  return writtenMoment(now, timeZone)
}

function daysFrom([from, to]: Arguments, { meter }: Running): number {
  meter.step(wordCost)
  return daysBetween(text(from), text(to))
}

export const ownFunctions: readonly LanguageFunction[] = [
  plain('looksLike', { parameters: ['string', 'string'], returns: 'bool', run: looksLike }),
  plain('digits', { parameters: ['any'], returns: 'string', run: digitsOf }),
  plain('maskPhone', { parameters: ['string'], returns: 'string', run: ofText(maskNumber) }),
  plain('now', { parameters: [], returns: 'date', run: (_none, running) => moment(running) }),
  plain('daysBetween', { parameters: ['date', 'date'], returns: 'number', run: daysFrom }),
  plain('money', { parameters: ['any', 'string'], optional: 1, returns: 'string', run: amountInWords }),
  plain('spoken', { parameters: ['any'], returns: 'string', run: inWords }),
]
