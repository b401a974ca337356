import { describe, expect, it } from 'vitest'
import { captureProblem, CaptureUnavailable } from './capture.ts'

describe('captureProblem', () => {
  it.each([
    ['NotAllowedError', 'denied'],
    ['NotFoundError', 'none'],
    ['NotReadableError', 'busy'],
    ['TypeError', 'unknown'],
  ])('names %s as %s', (name, problem) => {
    expect(captureProblem(new DOMException('', name))).toBe(problem)
  })

  it('keeps what was already named', () => {
    expect(captureProblem(new CaptureUnavailable('insecure'))).toBe('insecure')
    expect(captureProblem('?')).toBe('unknown')
  })
})
