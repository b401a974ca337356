// The short form of `npm run chaos`: every fault once, while agents and customers are in calls. Counts only.

import { beforeAll, describe, expect, it } from 'vitest'
import { faults, runChaos, type ChaosResult } from './run.ts'

let result: ChaosResult

beforeAll(async () => {
  result = await runChaos(Object.keys(faults), () => undefined)
}, 300_000)

describe('calls while the database and the program fail', () => {
  it('were there to be harmed', () => {
    expect(result.ledger.answered.size).toBeGreaterThan(10)
    expect(result.ledger.notes.size).toBeGreaterThan(5)
    expect(result.faults.length + result.notTried.length).toBe(Object.keys(faults).length)
  })

  it.each(['lost', 'doubled', 'stuck', 'forgotten', 'untrue'] as const)('have nothing acknowledged that is %s', (kind) => {
    expect(result.findings[kind]).toEqual([])
  })

  it('leave no caller in silence', () => {
    expect(result.ledger.unanswered).toBe(0)
  })

  it('go on after each fault', () => {
    expect(result.faults.filter(({ withoutServiceMs }) => withoutServiceMs === null)).toEqual([])
  })
})
