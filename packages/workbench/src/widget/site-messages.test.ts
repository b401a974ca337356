import { describe, expect, it } from 'vitest'
import { frameMessage, siteMessage } from './site-messages.ts'

const strange = [null, undefined, 1, 'hello', [], {}, { type: 'x' }, { type: ['hello'] }]

describe('what the company’s page says', () => {
  it('is a greeting or a pass', () => {
    expect(siteMessage({ type: 'hello', more: 1 })).toEqual({ type: 'hello' })
    expect(siteMessage({ type: 'pass', id: 1, pass: 'a.b.c' })).toEqual({ type: 'pass', id: 1, pass: 'a.b.c', failed: false })
    expect(siteMessage({ type: 'pass', id: 1, pass: null, failed: true })).toMatchObject({ pass: null, failed: true })
  })

  it.each([...strange, { type: 'pass', id: '1', pass: 'x' }, { type: 'pass', id: 1, pass: 5 }, { type: 'pass', id: 1 }])(
    'is not %j',
    (data) => {
      expect(siteMessage(data)).toBeNull()
    },
  )
})

describe('what the visitor’s frame says', () => {
  it('is that it is there, wants a pass, where the visitor is, how high it is, or that it may be hidden', () => {
    const messages = [
      { type: 'ready' },
      { type: 'close' },
      { type: 'wantPass', id: 3 },
      { type: 'state', state: 'talking' },
      { type: 'size', height: 300 },
    ]
    expect(messages.map(frameMessage)).toEqual(messages)
  })

  it.each([...strange, { type: 'state', state: 'odd' }, { type: 'wantPass' }, { type: 'size', height: '9' }])('is not %j', (data) => {
    expect(frameMessage(data)).toBeNull()
  })
})
