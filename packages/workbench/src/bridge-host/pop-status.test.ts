import { describe, expect, it } from 'vitest'
import { nextStatus, originText, wrapperMessage } from './pop-status.ts'

const loaded = { source: 'openseat-pop', callId: '1-1', popId: 3, type: 'loaded' } as const
const violation = { ...loaded, type: 'violation', blockedOrigin: 'https://login.example/sso?a=1' } as const
const loading = { kind: 'loading' } as const

describe('messages of the wrapper document', () => {
  it.each([null, 'x', {}, { ...loaded, source: 'else' }, { ...loaded, popId: '3' }, { ...loaded, type: 'other' }])(
    'takes nothing from %j',
    (data) => {
      expect(wrapperMessage(data)).toBeNull()
    },
  )

  it('takes what it knows and drops what it does not', () => {
    expect(wrapperMessage({ ...loaded, extra: 1 })).toEqual(loaded)
    expect(wrapperMessage({ ...violation, blockedOrigin: 5 })).toMatchObject({ blockedOrigin: '' })
  })
})

describe('the status of a page', () => {
  it('becomes ready when it loads, late when it does not, and ready when it loads after all', () => {
    expect(nextStatus(loading, loaded)).toEqual({ kind: 'ready' })
    expect(nextStatus(loading, 'timeout')).toEqual({ kind: 'late' })
    expect(nextStatus({ kind: 'late' }, loaded)).toEqual({ kind: 'ready' })
    expect(nextStatus({ kind: 'ready' }, 'timeout')).toEqual({ kind: 'ready' })
  })

  it('stays blocked although the browser tells of a load, and names the origin', () => {
    const blocked = nextStatus(loading, violation)
    expect(blocked).toEqual({ kind: 'blocked', reason: 'violation', origin: 'https://login.example' })
    expect(nextStatus(blocked, loaded)).toBe(blocked)
  })

  it.each(['refused', 'unreachable'] as const)('is blocked when the page is %s, also when that is known late', (type) => {
    expect(nextStatus(loading, { ...loaded, type })).toEqual({ kind: 'blocked', reason: type })
    expect(nextStatus({ kind: 'ready' }, { ...loaded, type })).toEqual({ kind: 'blocked', reason: type })
    expect(nextStatus({ kind: 'blocked', reason: type }, loaded)).toEqual({ kind: 'blocked', reason: type })
  })

  it('shows what is no address as it is', () => {
    expect(originText('inline')).toBe('inline')
  })
})
