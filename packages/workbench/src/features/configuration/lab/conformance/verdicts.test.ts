import { describe, expect, it } from 'vitest'
import { en } from '../../../../i18n/messages/en/index.ts'
import type { Evidence, Load } from './evidence.ts'
import { checkNames, overall, verdictsOf, type CheckName } from './verdicts.ts'

const came: Load = { loadedMs: 300, outcome: 'loaded', origin: '', helloMs: 120 }
const good: Evidence = {
  passMode: 'webApi',
  load: came,
  reload: came,
  back: came,
  answers: [{ after: 'Ringing', ms: 4 }],
  manyContacts: { after: 'many', ms: 9 },
  faults: [],
  peakPerSecond: 3,
  posted: [],
  broken: [],
}
const of = (change: Partial<Evidence>, check: CheckName) => verdictsOf({ ...good, ...change }).find((verdict) => verdict.check === check)
const outcome = (change: Partial<Evidence>, check: CheckName) => of(change, check)?.outcome

describe('verdicts', () => {
  it('of a good page are all passes', () => {
    expect(verdictsOf(good).map((verdict) => verdict.outcome)).toEqual(checkNames.map(() => 'pass'))
    expect(overall(verdictsOf(good))).toBe('pass')
  })

  const cases: [string, Partial<Evidence>, CheckName, string][] = [
    ['slow to load', { load: { ...came, loadedMs: 3001 } }, 'loads', 'warn'],
    ['never loaded', { load: { ...came, loadedMs: null, outcome: 'late' } }, 'loads', 'fail'],
    ['refused', { load: { ...came, loadedMs: null, outcome: 'refused', helloMs: null } }, 'embeddable', 'fail'],
    ['led elsewhere', { load: { ...came, loadedMs: null, outcome: 'violation', origin: 'https://x' } }, 'embeddable', 'fail'],
    ['without the script', { load: { ...came, helloMs: null } }, 'hello', 'fail'],
    ['with the script far behind its load', { load: { ...came, helloMs: 2301 } }, 'hello', 'warn'],
    ['silent after a reload', { reload: { ...came, helloMs: null } }, 'lateEvent', 'fail'],
    ['gone after a reload', { reload: { ...came, loadedMs: null, outcome: 'unreachable' } }, 'lateEvent', 'fail'],
    ['silent after coming back', { back: { ...came, helloMs: null } }, 'back', 'fail'],
    ['a little slow', { answers: [{ after: 'Talking', ms: 201 }] }, 'answers', 'warn'],
    ['blocking', { answers: [{ after: 'Talking', ms: 1001 }] }, 'answers', 'fail'],
    ['stuck', { answers: [{ after: 'Talking', ms: null }] }, 'answers', 'fail'],
    ['throwing', { faults: [{ event: 'Init', text: 'x' }] }, 'throws', 'fail'],
    ['talkative', { peakPerSecond: 26 }, 'floods', 'warn'],
    ['flooding', { peakPerSecond: 51 }, 'floods', 'fail'],
    ['posting to any origin', { posted: [{ name: 'message', text: '{}' }] }, 'anyOrigin', 'fail'],
    ['broken by data', { broken: ['markup'] }, 'hostile', 'fail'],
    ['dead after many contacts', { manyContacts: { after: 'many', ms: null } }, 'manyContacts', 'fail'],
    ['not tried with many contacts', { manyContacts: null }, 'manyContacts', 'notApplicable'],
  ]
  it.each(cases)('a page that is %s', (_, change, check, expected) => {
    expect(outcome(change, check)).toBe(expected)
  })

  it('name the slowest answer', () => {
    const answers = [
      { after: 'Init', ms: 3 },
      { after: 'Talking', ms: 1500 },
      { after: 'Release', ms: 8 },
    ]
    expect(of({ answers }, 'answers')?.params).toEqual({ after: 'Talking', ms: 1500 })
  })

  it('of a page that is told no events leave out what needs them', () => {
    const change = { passMode: 'get', load: { ...came, helloMs: null }, reload: { ...came, helloMs: null }, back: null } as const
    for (const check of ['hello', 'answers', 'throws', 'manyContacts', 'lateEvent'] as const)
      expect(outcome(change, check)).toBe('notApplicable')
    for (const check of ['loads', 'embeddable', 'floods', 'hostile', 'anyOrigin'] as const) expect(outcome(change, check)).toBe('pass')
  })

  it('have words for all that they may have seen', () => {
    const nothing = {
      ...good,
      load: { ...came, loadedMs: null, outcome: 'unreachable' as const, helloMs: null },
      posted: null,
      broken: null,
    }
    const seen = [nothing, { ...good, passMode: 'get' as const }, ...cases.map(([, change]) => ({ ...good, ...change }))]
      .flatMap(verdictsOf)
      .map((verdict) => verdict.seen)
    expect(seen.filter((name) => !(name in en.lab.seen))).toEqual([])
    expect(checkNames.filter((name) => !(name in en.lab.check))).toEqual([])
  })
})
