import { describe, expect, it } from 'vitest'
import { sampleSeat } from '../realtime/sample-calls.ts'
import type { CommandResult } from '../realtime/connection-state.ts'
import { OutboundCalls, outboundProblem, type OutboundContext } from './outbound-call.ts'

const queue = { id: 1, name: 'loans', type: 'voice', priority: 0 } as unknown as OutboundContext['queues'][number]
const context: OutboundContext = { isLeading: true, seat: sampleSeat(), queues: [queue], isBusy: false }
const wish = { mediaType: 'audio', number: '8888 0813' } as const

describe('what stands against a call that a page wants', () => {
  it.each([
    [{}, {}, null],
    [{}, { number: 'tel:+86-10-8888' }, null],
    [{}, { mediaType: 'email' }, 'CHANNEL_UNAVAILABLE'],
    [{}, { mediaType: 'whatsapp' }, 'CHANNEL_UNAVAILABLE'],
    [{}, { number: 'javascript:1' }, 'BAD_NUMBER'],
    [{}, { number: '' }, 'BAD_NUMBER'],
    [{ isBusy: true }, {}, 'ALREADY_DIALLING'],
    [{ isLeading: false }, {}, 'NOT_LEADING'],
    [{ seat: null }, {}, 'NOT_SIGNED_IN'],
    [{ seat: sampleSeat({ state: 'signedOut', queueIds: [] }) }, {}, 'NOT_SIGNED_IN'],
    [{ seat: sampleSeat({ queueIds: [2] }) }, {}, 'NO_QUEUE'],
  ] as const)('%j %j: %s', (change, wanted, problem) => {
    expect(outboundProblem({ ...context, ...change }, { ...wish, ...wanted })).toBe(problem)
  })
})

describe('a page’s call', () => {
  function world(answer: (settle: (result: CommandResult) => void) => void) {
    const dialled: unknown[] = []
    const shown: string[] = []
    const calls = new OutboundCalls({
      context: () => context,
      dial: (call) => {
        dialled.push(call)
        return new Promise(answer)
      },
      words: (result) => ('local' in result ? result.local : result.message),
      show: (text) => shown.push(text),
    })
    return { calls, dialled, shown }
  }

  it('is dialled as the page wrote it, with the page’s origin', async () => {
    const { calls, dialled, shown } = world((settle) => settle({ ok: true, data: { callId: '7-1' } }))
    expect(await calls.call(wish, 'https://crm.example')).toEqual({ ok: true, callid: '7-1' })
    expect(dialled).toEqual([{ number: '8888 0813', mediaType: 'audio', pageOrigin: 'https://crm.example' }])
    expect(shown).toEqual([])
  })

  it('is refused while another one is on its way, and may come after it', async () => {
    const settles: ((result: CommandResult) => void)[] = []
    const { calls, dialled } = world((settle) => settles.push(settle))
    const first = calls.call(wish, 'a')
    expect(await calls.call(wish, 'a')).toMatchObject({ ok: false, code: 'ALREADY_DIALLING' })
    settles[0]?.({ ok: true, data: {} })
    await first
    void calls.call(wish, 'a')
    expect(dialled).toHaveLength(2)
  })

  it('that the server refuses is told to the page and shown to the agent', async () => {
    const refusal = { ok: false, code: 'SEAT_STATE', params: {}, message: 'not while talking' } as const
    const { calls, shown } = world((settle) => settle(refusal))
    expect(await calls.call(wish, 'a')).toEqual({ ok: false, code: 'SEAT_STATE', message: 'not while talking' })
    expect(shown).toHaveLength(1)
    expect(shown[0]).toContain('not while talking')
  })
})
