import { expect, it } from 'vitest'
import { failureOf, isTrunkFault } from './causes.ts'

it.each([
  [{ status: 486 }, 'calleeBusy', false],
  [{ status: 480, isdnCause: 17 }, 'calleeBusy', false],
  [{ status: 503, isdnCause: 17 }, 'calleeBusy', false],
  [{ status: 500, isdnCause: 1 }, 'unknownNumber', false],
  [{ status: 480, isdnCause: 20 }, 'unreachable', false],
  [{ status: 503, isdnCause: 34 }, 'networkFailure', true],
  [{ status: 503, isdnCause: 27 }, 'unreachable', true],
  [{ status: 486, isdnCause: 34 }, 'calleeBusy', false],
  [{ status: 503 }, 'networkFailure', true],
  [{ status: 408 }, 'noAnswer', true],
  [{ status: 302 }, 'calleeMoved', true],
  [{ status: 480, isdnCause: 22 }, 'calleeMoved', false],
  [{ status: 607 }, 'rejected', false],
  [{ status: 599 }, 'networkFailure', true],
] as const)('%o means %s; the fault of the trunk: %s', (refused, failure, isFault) => {
  expect(failureOf(refused)).toBe(failure)
  expect(isTrunkFault(refused)).toBe(isFault)
})
