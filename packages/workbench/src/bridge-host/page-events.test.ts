import type { CallView } from '@openseat/contracts'
import { describe, expect, it } from 'vitest'
import { sampleCall } from '../realtime/sample-calls.ts'
import { PageEvents, type PageNews } from './page-events.ts'

const data = { callerNum: '1', calledNum: '2', callid: '1-1', mediaType: 'audio', callType: '0', workNo: '101', calldata: '' }
const call = (state: CallView['state'], change: Partial<CallView> = {}, offer = 'a'): CallView =>
  sampleCall({ state, page: { offer, popIds: [7], data }, ...change })
const told = (news: readonly PageNews[]): string => news.map(({ event }) => `${event.name}/${event.offer}`).join(' ')

function run(...calls: readonly CallView[]): string {
  const events = new PageEvents()
  return told(calls.flatMap((each) => events.take(each)))
}

describe('what pages are told of calls', () => {
  it.each([
    [['ringing', 'talking', 'held', 'talking', 'ended', 'ended'], 'Ringing/a Talking/a Release/a'],
    [['ringing', 'ringing', 'ended'], 'Ringing/a Release/a'],
    [['talking', 'ended'], 'Ringing/a Talking/a Release/a'],
    [['ended'], ''],
    [['ringing', 'ended', 'ringing'], 'Ringing/a Release/a'],
  ] as const)('inbound %j: %s', (states, expected) => {
    expect(run(...states.map((state) => call(state)))).toBe(expected)
  })

  it.each([
    [['dialling', 'alerting', 'talking', 'ended'], 'Talking/a Release/a'],
    [['dialling', 'alerting', 'ended'], ''],
  ] as const)('outbound %j: %s', (states, expected) => {
    expect(run(...states.map((state) => call(state, { direction: 'outbound' })))).toBe(expected)
  })

  it('tells nothing of calls that pages know nothing of', () => {
    expect(run(call('ringing', { page: null }), call('talking', { page: null, purpose: 'consult' }))).toBe('')
  })

  it('takes each offer of one call for itself', () => {
    expect(run(call('ringing'), call('ended'), call('ringing', {}, 'b'), call('talking', {}, 'b'))).toBe(
      'Ringing/a Release/a Ringing/b Talking/b',
    )
  })

  it('tells a page that was told of the beginning of the end too, although the contact is for it no more', () => {
    const events = new PageEvents()
    events.take(call('ringing'))
    const [release] = events.take(call('ended', { page: { offer: 'a', popIds: [], data } }))
    expect(release?.popIds).toEqual([7])
  })
})

describe('after a reload or a long absence', () => {
  it('tells what stands and nothing of the way there', () => {
    expect(told(new PageEvents().takeAll([call('held'), call('ringing', {}, 'b'), call('ended', {}, 'c')]))).toBe('Talking/a Ringing/b')
  })

  it('ends what is gone, goes on with what is known, and tells nothing twice', () => {
    const events = new PageEvents()
    for (const each of [call('ringing'), call('ringing', {}, 'b'), call('talking', {}, 'c')]) events.take(each)
    expect(told(events.takeAll([call('talking', {}, 'b'), call('talking', {}, 'c')]))).toBe('Release/a Talking/b')
    expect(told(events.takeAll([call('talking', {}, 'b'), call('talking', {}, 'c')]))).toBe('')
  })

  it('has what stands ready for a page that is new', () => {
    const events = new PageEvents()
    for (const each of [call('ringing'), call('talking'), call('ringing', {}, 'b'), call('ringing', {}, 'c'), call('ended', {}, 'c')])
      events.take(each)
    expect(events.standing(7).map(({ name, offer }) => name + offer)).toEqual(['Talkinga', 'Ringingb'])
    expect(events.standing(8)).toEqual([])
  })
})
