import fc from 'fast-check'
import { expect, it } from 'vitest'
import { bodyPartsOf } from './body-parts.ts'
import { hasForeignBody, sdpOf } from './body.ts'

const entity = (type: string, body: Buffer | string) => ({ headers: [{ name: 'content-type', value: type }], body: Buffer.from(body) })

it('reads whatever stands in a body, and never more parts than it takes', () => {
  const piece = fc.constantFrom(
    '--b',
    '--b--',
    '\r\n',
    '\n',
    'Content-Type: ',
    'multipart/mixed;boundary=b',
    'application/sdp',
    '\r\n\r\n',
    'v=0',
    ';',
    '\0',
    'é',
    '=3D',
  )
  fc.assert(
    fc.property(fc.array(piece, { minLength: 1, maxLength: 60 }), fc.constantFrom('b', '"b"', '', '"', 'b;b=c'), (pieces, boundary) => {
      const message = entity(`multipart/mixed;boundary=${boundary}`, pieces.join(''))
      expect(bodyPartsOf(message).length).toBeGreaterThan(0)
      expect([typeof sdpOf(message), typeof hasForeignBody(message)]).toEqual([expect.any(String), 'boolean'])
    }),
    { numRuns: 2000, seed: 2046 },
  )
})

it('takes no more than 64 parts, and no multipart deeper than four', () => {
  expect(bodyPartsOf(entity('multipart/mixed;boundary=b', '--b\r\n'.repeat(10_000))).length).toBeLessThanOrEqual(64)
  let body = 'v=0'
  let type = 'application/sdp'
  for (let depth = 0; depth < 6; depth++) {
    body = `--b${depth}\r\nContent-Type: ${type}\r\n\r\n${body}\r\n--b${depth}--\r\n`
    type = `multipart/mixed;boundary=b${depth}`
    expect(sdpOf(entity(type, body))).toBe(depth < 4 ? 'v=0' : undefined)
  }
})
