import { staff } from '@openseat/contracts'
import { effectScope } from 'vue'
import { describe, expect, it, vi } from 'vitest'
import { ApiFailure } from '../api/api-failure.ts'
import { hasUnsaved } from './unsaved.ts'
import { useForm } from './use-form.ts'

const good = { account: 'wang.min', name: 'Wang Min', roleIds: [1] }
const formWith = (values: object, send: () => Promise<void> = () => Promise.resolve()) =>
  useForm({ schema: () => staff.input, values: values as Record<string, unknown>, send })

describe('useForm', () => {
  it('shows a problem at a field only after it was touched', () => {
    const form = formWith({ ...good, account: 'W' })
    expect(form.problemsAt('account')).toEqual([])
    form.touch('account')
    expect(form.problemsAt('account').map((problem) => problem.code)).toContain('FIELD_FORMAT')
    expect(form.summary.value).toEqual([])
  })

  it('shows every problem after an attempt to send, and sends nothing', async () => {
    const send = vi.fn()
    const form = formWith({ account: '', name: '', roleIds: [] }, send)
    expect(await form.submit()).toBe(false)
    expect(send).not.toHaveBeenCalled()
    expect(new Set(form.summary.value.map((problem) => problem.field))).toEqual(new Set(['account', 'name', 'roleIds']))
  })

  it('puts the server’s problems at their fields until the field changes', async () => {
    const taken = new ApiFailure('refused', {
      code: 'REQUEST_INVALID',
      problems: [{ field: 'account', code: 'FIELD_TAKEN', params: { value: 'wang.min' }, message: '' }],
    })
    const form = formWith(good, () => Promise.reject(taken))
    expect(await form.submit()).toBe(false)
    expect(form.problemsAt('account')).toMatchObject([{ code: 'FIELD_TAKEN' }])
    form.set('account', 'wang.min2')
    expect(form.problemsAt('account')).toEqual([])
    expect(form.failure.value).toBeNull()
  })

  it('knows what is unsaved: after a change, not after saving, not after its scope ended', async () => {
    const scope = effectScope()
    const form = scope.run(() => formWith(good))
    expect(hasUnsaved()).toBe(false)
    form?.set('name', 'Other')
    expect(hasUnsaved()).toBe(true)
    form?.set('name', 'Wang Min')
    expect(hasUnsaved()).toBe(false)
    form?.set('name', 'Other')
    await form?.submit()
    expect(hasUnsaved()).toBe(false)
    form?.set('name', 'Third')
    scope.stop()
    expect(hasUnsaved()).toBe(false)
  })

  it('lets a bug through instead of showing it as a refusal', async () => {
    const form = formWith(good, () => Promise.reject(new TypeError('bug')))
    await expect(form.submit()).rejects.toThrow('bug')
    expect(form.busy.value).toBe(false)
  })
})
