import { describe, expect, it } from 'vitest'
import { PageBridgeOffers } from './page-bridge-offers.ts'

const data = { callerNum: '1', calledNum: '2', callid: '3-1', mediaType: 'audio', callType: '0', workNo: '101', calldata: '' }
const event = (name: 'Ringing' | 'Talking' | 'Release' | 'Switch', offer = 'a') => ({ name, offer, data }) as const

describe('the offers of a page', () => {
  it('takes each step once and none backwards', () => {
    const offers = new PageBridgeOffers()
    const names = ['Release', 'Ringing', 'Ringing', 'Talking', 'Ringing', 'Talking', 'Release', 'Release', 'Talking'] as const
    expect(names.filter((name) => offers.take(event(name)))).toEqual(['Ringing', 'Talking', 'Release'])
  })

  it('says what stands: the last step of each living offer, the newest last', () => {
    const offers = new PageBridgeOffers()
    for (const each of [event('Ringing'), event('Ringing', 'b'), event('Ringing', 'c'), event('Talking'), event('Release', 'b')])
      offers.take(each)
    expect(offers.standing().map(({ name, offer }) => name + offer)).toEqual(['Ringingc', 'Talkinga'])
  })

  it('takes a switch as often as it comes', () => {
    const offers = new PageBridgeOffers()
    expect([offers.take(event('Switch')), offers.take(event('Switch'))]).toEqual([true, true])
  })
})
