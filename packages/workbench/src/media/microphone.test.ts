import { describe, expect, it } from 'vitest'
import { microphoneProblem, MicrophoneUnavailable } from './microphone.ts'

describe('microphoneProblem', () => {
  it.each([
    ['NotAllowedError', 'denied'],
    ['NotFoundError', 'none'],
    ['NotReadableError', 'busy'],
    ['TypeError', 'unknown'],
  ])('names %s as %s', (name, problem) => {
    expect(microphoneProblem(new DOMException('', name))).toBe(problem)
  })

  it('keeps what was already named', () => {
    expect(microphoneProblem(new MicrophoneUnavailable('insecure'))).toBe('insecure')
    expect(microphoneProblem('?')).toBe('unknown')
  })
})
