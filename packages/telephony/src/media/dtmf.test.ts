import { describe, expect, it } from 'vitest'
import { DtmfReceiver } from './dtmf-receive.ts'
import { DtmfSender, isDtmfDigits } from './dtmf-send.ts'
import { DtmfTones, frequenciesOf } from './dtmf-tones.ts'
import { toneLevelDb } from './goertzel.ts'
import { RtpClock } from './rtp-clock.ts'
import type { RtpOut } from './rtp-packet.ts'

type Event = { timestamp: number; payload: Uint8Array; marker?: boolean }
const packet = (timestamp: number, hex: string, marker = false): Event => ({ timestamp, payload: Buffer.from(hex, 'hex'), marker })

const receiveAll = (packets: readonly Event[]): string => {
  const receiver = new DtmfReceiver()
  return packets.map((one, sequenceNumber) => receiver.receive({ sequenceNumber, ...one }) ?? '').join('')
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

  it('takes a press whose duration wraps, or stands at its end, as one', () => {
    expect(receiveAll([packet(8000, '050afff0'), packet(8000, '050a0050'), packet(8000, '058a00f0')])).toBe('5')
  })

  it('takes a press as one though the peer moves the timestamp with every packet', () => {
    const moving = Array.from({ length: 8 }, (_, i) =>
      packet(8000 + i * 160, `05${i > 4 ? '8a' : '0a'}${(160 * (i + 1)).toString(16).padStart(4, '0')}`),
    )
    expect(receiveAll([...moving, packet(11_000, '050a00a0', true)])).toBe('55')
  })

  it('tells keys apart whose timestamp the peer does not move, also the same key again', () => {
    const press = (key: string) => [
      packet(8000, `0${key}0a00a0`, true),
      packet(8000, `0${key}0a0140`),
      ...Array(3).fill(packet(8000, `0${key}8a0320`)),
    ]
    expect(receiveAll([...press('1'), ...press('2'), ...press('2'), ...press('1')])).toBe('1221')
  })

  it('does not take a duplicate of the first packet for a press', () => {
    const [first, end] = [packet(8000, '050a00a0', true), packet(8000, '058a0320')]
    const receiver = new DtmfReceiver()
    const heard = [7, 8, 7].map((sequenceNumber, i) => receiver.receive({ ...(i === 1 ? end : first), sequenceNumber }))
    expect(heard).toEqual(['5', null, null])
  })

  it('hears on when the peer’s clock was set back', () => {
    expect(receiveAll([packet(900_000, '050a00a0'), packet(900_000, '058a0320'), packet(100, '060a00a0'), packet(100, '068a0320')])).toBe(
      '56',
    )
  })

  it('ignores events that are no keys, and short payloads', () => {
    expect(receiveAll([packet(1, '100a00a0'), packet(2, ''), packet(3, '05'), packet(4, '420a00a0'), packet(5, '108a0fff', true)])).toBe('')
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

  it('counts the duration on the clock of the event', () => {
    const sender = new DtmfSender(PAYLOAD_TYPE, 48_000)
    sender.enqueue('5')
    const clock = new RtpClock(77)
    const packets = Array.from({ length: 5 }, () => sender.tick(clock)).flat()
    expect(packets.map(({ payload }) => payload.readUInt16BE(2))).toEqual([960, 1920, 2880, 3840, 4800, 4800, 4800])
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

it('says digits as tones to whom events are nothing: each key its two frequencies, a pause after it, then the call again', () => {
  const tones = new DtmfTones()
  tones.enqueue('159*#ABCD0')
  for (const digit of '159*#ABCD0') {
    const frames = Array.from({ length: 8 }, () => tones.next() ?? Int16Array.of())
    const sound = frames.slice(0, 5).flatMap((frame) => [...frame])
    const rest = ['1', '5', '9', 'D'].flatMap(frequenciesOf).filter((hertz) => !frequenciesOf(digit).includes(hertz))
    for (const hertz of frequenciesOf(digit)) expect(toneLevelDb(sound, hertz), digit).toBeGreaterThan(-20)
    for (const hertz of rest) expect(toneLevelDb(sound, hertz), digit).toBeLessThan(-40)
    expect(frames.slice(5).every((frame) => frame.length === 160 && frame.every((sample) => sample === 0))).toBe(true)
  }
  expect(tones.next()).toBeUndefined()
})
