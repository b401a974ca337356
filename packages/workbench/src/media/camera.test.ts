import { describe, expect, it } from 'vitest'
import { cameraProblem, CameraUnavailable } from './camera.ts'

describe('cameraProblem', () => {
  it.each([
    ['NotAllowedError', 'denied'],
    ['NotFoundError', 'none'],
    ['NotReadableError', 'busy'],
    ['TypeError', 'unknown'],
  ])('names %s as %s', (name, problem) => {
    expect(cameraProblem(new DOMException('', name))).toBe(problem)
  })

  it('keeps what was already named', () => {
    expect(cameraProblem(new CameraUnavailable('insecure'))).toBe('insecure')
    expect(cameraProblem('?')).toBe('unknown')
  })
})
