import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { seatMachine } from './agent/seat-machine.ts'
import { callMachine } from './call/call-machine.ts'
import { diagram, isRejection } from './machine.ts'

describe('state machines', () => {
  it('reject what a state does not take, by name', () => {
    const result = callMachine.step({ kind: 'ended', cause: 'abandoned', at: 0 }, { type: 'answer' }, { now: 1 })
    expect(isRejection(result) && [result.state, result.event]).toEqual(['ended', 'answer'])
  })

  it.each([
    ['call', () => diagram(callMachine, 'arrived')],
    ['agent-session', () => diagram(seatMachine, 'signedOut')],
  ])('the diagram docs/states/%s.mmd is what the table says (npm run diagrams makes it)', (file, made) => {
    expect(readFileSync(new URL(`../../../docs/states/${file}.mmd`, import.meta.url), 'utf8')).toBe(made())
  })
})
