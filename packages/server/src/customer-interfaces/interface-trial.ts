// Trials of an interface before it is relied on: a question as the form stands, and a mapping of an answer that is there.
import { errorText, type Language, limits, type PageCard, type RouteBody, type RouteResponse } from '@openseat/contracts'
import { type AnswerFault, faultsIn, type MappingFault, maskedSample, shownCard, withWrittenDates } from '@openseat/domain'
import type { SecretBox } from '../access/secret-box.ts'
import { localised, refuseIfAny } from '../http/problem.ts'
import { answerResult, decoded, exchange, type ExchangeParts, type InterfaceCall, type Result } from './exchange.ts'
import { operatorTimeZone } from '../store/tenant-facts.ts'
import { keptHeaders } from './interface-changes.ts'
import { callOf, type InterfaceRow } from './interface-rows.ts'

type Outcome = { cards: PageCard[] | null; problem: string | null; faults: string[] }

/** As much of an answer as is shown. */
const shownCharacters = 65_536
const shownFaults = 20
const trialMs = limits.interfaceTimeoutMs.default

interface Trial {
  readonly body: RouteBody<'testCustomerInterface'>
  /** Whose credentials are sent where the draft has none. */
  readonly row: InterfaceRow | undefined
  readonly tenantId: number
  readonly language: Language
}

/** On a connection of its own, whatever its breaker says: the operator wants to know how it is now. */
export async function tryInterface(
  parts: ExchangeParts & { secrets: SecretBox },
  trial: Trial,
): Promise<RouteResponse<'testCustomerInterface'>> {
  const { body, row, tenantId, language } = trial
  const call = draftCall(parts.secrets, body.draft, row)
  const started = performance.now()
  const answer = await exchange(parts, call, { tenantId, number: body.number })
  const milliseconds = Math.round(performance.now() - started)
  const raw = (decoded(answer.body, answer.headers) ?? answer.body.toString('utf8')).slice(0, shownCharacters)
  return { status: answer.status, milliseconds, raw, sample: maskedSample(raw), ...outcome(answer.result, language) }
}

function draftCall(secrets: SecretBox, draft: Trial['body']['draft'], row: InterfaceRow | undefined): InterfaceCall {
  const { kept, problems } = keptHeaders(secrets, draft, row)
  refuseIfAny(problems.map((problem) => ({ ...problem, field: `draft.${problem.field}` })))
  const { url, timeoutMs, allowPrivate, mapping } = draft
  return callOf({ url, headers: kept, timeout_ms: timeoutMs, allow_private: allowPrivate, mapping }, secrets)
}

export async function tryMapping(
  { answers }: Pick<ExchangeParts, 'answers'>,
  { mapping, answer }: RouteBody<'mapCustomerAnswer'>,
  { tenantId, language }: Pick<Trial, 'tenantId' | 'language'>,
): Promise<Outcome> {
  const time = { tenantId, until: performance.now() + trialMs }
  return outcome(await answerResult(answers, { mapping, text: answer }, time), language)
}

function outcome(result: Result, language: Language): Outcome {
  if ('cards' in result) {
    const cards = withWrittenDates(result.cards, operatorTimeZone())
    return {
      cards: cards.map(shownCard),
      problem: null,
      faults: faultsIn(cards)
        .slice(0, shownFaults)
        .map((fault) => faultText(fault, language)),
    }
  }
  const { code, params } = result.problem
  return { cards: null, problem: errorText(code, language, localised(params, language)), faults: [] }
}

function faultText(fault: AnswerFault | MappingFault, language: Language): string {
  if ('rule' in fault) return errorText('INTERFACE_FIELD', language, localised({ path: fault.path, rule: fault.rule }, language))
  const { code, ...place } = fault
  return errorText('INTERFACE_FIELD_MAPPING', language, localised({ ...place, fault: code }, language))
}
