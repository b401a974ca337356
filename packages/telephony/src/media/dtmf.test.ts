import { describe, expect, it } from 'vitest'
import { DtmfReceiver } from './dtmf-receive.ts'
import { DtmfSender, isDtmfDigits } from './dtmf-send.ts'
import { RtpClock } from './rtp-clock.ts'
import type { RtpOut } from './rtp-packet.ts'

const packet = (timestamp: number, hex: string) => ({ timestamp, payload: Buffer.from(hex, 'hex') })

const receiveAll = (packets: readonly { timestamp: number; payload: Uint8Array }[]): string => {
  const receiver = new DtmfReceiver()
  return packets.map((one) => receiver.receive(one) ?? '').join('')
}

describe('receiving telephone-event', () => {
  it('reports a press once, at its beginning, whatever is repeated', () => {
    const press = [packet(8000, '050a00a0'), packet(8000, '050a0140'), ...Array(3).fill(packet(8000, '058a0320'))]
    expect(receiveAll(press)).toBe('5')
  })

  it('reports the same key pressed twice as two', () => {
    expect(receiveAll([packet(8000, '050a00a0'), packet(9600, '050a00a0')])).toBe('55')
  })

  it('reports a press of which only the end arrived', () => {
    expect(receiveAll([packet(8000, '0b8a0320')])).toBe('#')
  })

  it('is not confused by the late end of an earlier press', () => {
    expect(receiveAll([packet(8000, '010a00a0'), packet(9600, '020a00a0'), packet(8000, '018a0320'), packet(9600, '028a0320')])).toBe('12')
  })

  it('takes a press of more than eight seconds as one', () => {
    expect(receiveAll([packet(8000, '050affff'), packet(8000 + 0xffff, '050a00a0')])).toBe('5')
  })

  it('goes on across the wrap of the timestamp', () => {
    expect(receiveAll([packet(2 ** 32 - 100, '030a00a0'), packet(1500, '040a00a0')])).toBe('34')
  })

  it('ignores events that are no keys, and short payloads', () => {
    expect(receiveAll([packet(1, '100a00a0'), packet(2, ''), packet(3, '05'), packet(4, '420a00a0')])).toBe('')
  })
})

describe('sending telephone-event', () => {
  const PAYLOAD_TYPE = 126

  const send = (digits: string): { clock: RtpClock; ticks: RtpOut[][] } => {
    const clock = new RtpClock(77)
    const sender = new DtmfSender(PAYLOAD_TYPE)
    sender.enqueue(digits)
    const ticks = Array.from({ length: 20 }, () => {
      const packets = sender.tick(clock)
      clock.advance(1)
      return packets
    })
    return { clock, ticks }
  }

  it('keeps one timestamp in an event, marks its first packet, and ends it three times', () => {
    const packets = send('5').ticks.flat()
    expect(packets.map(({ payload }) => payload.toString('hex'))).toEqual([
      '050a00a0',
      '050a0140',
      '050a01e0',
      '050a0280',
      '058a0320',
      '058a0320',
      '058a0320',
    ])
    expect(new Set(packets.map(({ timestamp }) => timestamp)).size).toBe(1)
    expect(packets.map(({ marker }) => marker)).toEqual([true, false, false, false, false, false, false])
    expect(packets.every(({ ssrc, payloadType }) => ssrc === 77 && payloadType === PAYLOAD_TYPE)).toBe(true)
  })

  it('numbers its packets one by one', () => {
    const packets = send('5').ticks.flat()
    const first = packets[0]?.sequenceNumber ?? 0
    expect(packets.map(({ sequenceNumber }) => sequenceNumber - first)).toEqual([0, 1, 2, 3, 4, 5, 6])
  })

  it('leaves a pause for audio between digits', () => {
    const { ticks } = send('12')
    expect(ticks.map((packets) => packets.length)).toEqual([1, 1, 1, 1, 3, 0, 0, 0, 1, 1, 1, 1, 3, 0, 0, 0, 0, 0, 0, 0])
    expect(receiveAll(ticks.flat())).toBe('12')
  })

  it('knows what a digit is', () => {
    expect(['0', '159*#ABCD'].every(isDtmfDigits)).toBe(true)
    expect(['', 'E', '1 2', 'a', '5'.repeat(65)].some(isDtmfDigits)).toBe(false)
  })
})
