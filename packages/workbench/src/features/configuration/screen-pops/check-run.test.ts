import type { PageCheck, PageFinding } from '@openseat/contracts'
import { effectScope } from 'vue'
import { describe, expect, it } from 'vitest'
import { ApiFailure } from '../../../api/api-failure.ts'
import { draftOf, isSeparable, useCheckRun } from './check-run.ts'

const result: PageCheck = { at: '2026-11-23T02:00:00.000Z', outcome: 'ok', findings: [] }

describe('a check', () => {
  it('is busy until it is answered; a new one takes the place of the old', async () => {
    const answers: ((check: PageCheck) => void)[] = []
    const scope = effectScope()
    const run = scope.run(() => useCheckRun(result, () => new Promise((resolve) => answers.push(resolve))))
    expect(run?.check.value).toEqual(result)
    const asked = run?.run()
    expect([run?.busy.value, run?.check.value]).toEqual([true, null])
    answers[0]?.({ ...result, outcome: 'stops' })
    await asked
    expect([run?.busy.value, run?.check.value?.outcome]).toEqual([false, 'stops'])
    run?.drop()
    expect(run?.check.value).toBeNull()
    scope.stop()
  })

  it('that fails says why', async () => {
    const run = effectScope().run(() => useCheckRun(null, () => Promise.reject(new ApiFailure('unreachable'))))
    await run?.run()
    expect(run?.failure.value?.kind).toBe('unreachable')
    expect(run?.busy.value).toBe(false)
  })
})

describe('a form', () => {
  it('is checked once it has an address, by what decides about the page', () => {
    expect(draftOf({ url: '', name: 'x' })).toBeNull()
    expect(draftOf({ url: 'crm.example' })).toBeNull()
    expect(draftOf({ url: ' https://crm.example/x ', name: 'x', trigger: 'ringing', openMode: 'separate' })).toMatchObject({
      url: 'https://crm.example/x',
      openMode: 'separate',
      passMode: 'get',
    })
  })

  it('can be set to a window of its own when that is advised', () => {
    const finding: PageFinding = { code: 'frameOptionsDeny', severity: 'stops', params: {}, advice: [] }
    expect(isSeparable([finding])).toBe(false)
    expect(isSeparable([finding, { ...finding, advice: [{ action: 'openSeparate', value: 'separate' }] }])).toBe(true)
  })
})
