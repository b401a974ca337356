import { describe, expect, it } from 'vitest'
import { nextStatus, originText, refusedAddress, wrapperMessage } from './pop-status.ts'

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

  it('is shown with a remark where the server saw that it forbids frames, until it gives a sign of life', () => {
    const doubtful = nextStatus({ kind: 'ready' }, { ...loaded, type: 'refused' })
    expect(doubtful).toEqual({ kind: 'doubtful', reason: 'refused' })
    expect(nextStatus(doubtful, loaded)).toBe(doubtful)
    expect(nextStatus(doubtful, { ...loaded, type: 'alive' })).toEqual({ kind: 'ready', alive: true })
  })

  it('is not doubted once it spoke', () => {
    const alive = nextStatus(loading, 'alive')
    expect(nextStatus(alive, { ...loaded, type: 'refused' })).toBe(alive)
  })

  it('keeps the remark that a PDF in it is not shown, however alive the rest is', () => {
    const inside = nextStatus({ kind: 'ready' }, { ...loaded, type: 'pdfInside' })
    expect(nextStatus(inside, { ...loaded, type: 'alive' })).toBe(inside)
  })

  it('is blocked when neither server nor browser reach it, and ready once it speaks after all', () => {
    const blocked = nextStatus({ kind: 'ready' }, { ...loaded, type: 'unreachable' })
    expect(blocked).toEqual({ kind: 'blocked', reason: 'unreachable' })
    expect(nextStatus(blocked, loaded)).toBe(blocked)
    expect(nextStatus(blocked, { ...loaded, type: 'alive' })).toEqual({ kind: 'ready', alive: true })
  })

  it('is never late once its document stands, though a picture or a stream of it does not end', () => {
    const came = nextStatus(loading, { ...loaded, type: 'came' })
    expect(came).toEqual({ kind: 'loading', came: true })
    expect(nextStatus(came, 'timeout')).toEqual({ kind: 'ready' })
    expect(nextStatus({ kind: 'late' }, { ...loaded, type: 'came' })).toEqual({ kind: 'loading', came: true })
  })

  it('is not opened by itself with an address that servers refuse for its length', () => {
    const url = (bytes: number) => `https://crm.example/${'x'.repeat(bytes - 20)}`
    expect([refusedAddress(url(8_000)), refusedAddress(url(8_001))]).toEqual([null, { kind: 'blocked', reason: 'tooLong', bytes: 8_001 }])
  })

  it('shows what is no address as it is', () => {
    expect(originText('inline')).toBe('inline')
  })
})

it('a page that has gone is remarked upon until another one speaks', () => {
  expect(nextStatus({ kind: 'ready', alive: true }, 'left')).toEqual({ kind: 'doubtful', reason: 'left' })
  expect(nextStatus({ kind: 'doubtful', reason: 'left' }, 'alive')).toEqual({ kind: 'ready', alive: true })
  expect(nextStatus({ kind: 'late' }, 'left')).toEqual({ kind: 'late' })
})
