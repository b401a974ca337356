import { afterEach, describe, expect, it } from 'vitest'
import { hasUnsaved, holdUnsaved, leaveQuestion, mayLeave } from './unsaved.ts'

const releases: (() => void)[] = []
const hold = (isDirty: () => boolean) => releases.push(holdUnsaved(isDirty))
afterEach(() => releases.splice(0).forEach((release) => release()))

describe('unsaved changes', () => {
  it('lets a person go at once when nothing is unsaved', async () => {
    hold(() => false)
    expect(await mayLeave()).toBe(true)
    expect(leaveQuestion.value).toBeNull()
  })

  it('asks, and does as it is told', async () => {
    hold(() => true)
    const stay = mayLeave()
    leaveQuestion.value?.(false)
    expect(await stay).toBe(false)
    const leave = mayLeave()
    leaveQuestion.value?.(true)
    expect(await leave).toBe(true)
    expect(leaveQuestion.value).toBeNull()
  })

  it('takes a second question as a "stay" to the first', async () => {
    hold(() => true)
    const first = mayLeave()
    const second = mayLeave()
    expect(await first).toBe(false)
    leaveQuestion.value?.(true)
    expect(await second).toBe(true)
  })

  it('forgets a form that is gone', () => {
    const release = holdUnsaved(() => true)
    expect(hasUnsaved()).toBe(true)
    release()
    expect(hasUnsaved()).toBe(false)
  })
})
