import fc from 'fast-check'
import { expect, it } from 'vitest'
import { StreamFramer, type Frame } from './stream-framer.ts'

const message = (body: string, length = String(body.length)): Buffer =>
  Buffer.from(`OPTIONS sip:a@b SIP/2.0\r\nl: ${length}\r\n\r\n${body}`)

const textOf = (frame: Frame): string => (frame.kind === 'ping' ? 'ping' : `${frame.kind} ${frame.bytes.toString()}`)

it('finds the same messages however the stream is cut', () => {
  const stream = Buffer.concat([message('one'), Buffer.from('\r\n\r\n'), message(''), Buffer.from('\r\n'), message('three\r\n\r\n')])
  const whole = new StreamFramer().push(stream).map(textOf)
  expect(whole).toHaveLength(4)
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 4, max: stream.length }), { maxLength: 20 }), (cuts) => {
      const framer = new StreamFramer()
      const points = [0, ...cuts.toSorted((a, b) => a - b), stream.length]
      const frames = points.flatMap((end, i) => framer.push(stream.subarray(points[i - 1] ?? 0, end)))
      expect(frames.map(textOf).filter((text) => text !== 'ping')).toEqual(whole.filter((text) => text !== 'ping'))
    }),
  )
})

it('follows a stream that comes byte by byte', () => {
  const framer = new StreamFramer()
  const frames = [...message('x'.repeat(60_000))].flatMap((byte) => framer.push(Buffer.of(byte)))
  expect(frames).toHaveLength(1)
})

it.each([
  ['a negative length', message('', '-1')],
  ['a length beyond the cap', message('', '70000')],
  ['no length', Buffer.from('OPTIONS sip:a@b SIP/2.0\r\nx: y\r\n\r\n')],
  ['two lengths', Buffer.from('OPTIONS sip:a@b SIP/2.0\r\nl: 0\r\nl: 0\r\n\r\n')],
  ['noise', Buffer.from('\u0001\u0002\u0003\r\n\r\n')],
  ['a head without end', Buffer.from('A'.repeat(70_000))],
])('gives up a stream with %s', (_, bytes) => {
  expect(new StreamFramer().push(bytes).at(-1)?.kind).toBe('broken')
})
