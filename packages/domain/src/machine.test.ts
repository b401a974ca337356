import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { assignmentMachine } from './agent/assignment-machine.ts'
import { presenceMachine } from './agent/presence-machine.ts'
import { contactMachine } from './contact/contact-machine.ts'
import { diagram, isRejection } from './machine.ts'

describe('state machines', () => {
  it('reject what a state does not take, by name', () => {
    const result = contactMachine.step({ kind: 'ended', cause: 'abandoned', at: 0 }, { type: 'accept' }, { now: 1, hasFlow: false })
    expect(isRejection(result) && [result.state, result.event]).toEqual(['ended', 'accept'])
  })

  it.each([
    ['contact', () => diagram(contactMachine, 'arrived')],
    ['presence', () => diagram(presenceMachine, 'signedOut')],
    ['assignment', () => diagram(assignmentMachine, 'offered')],
  ])('the diagram docs/states/%s.mmd is what the table says (npm run diagrams makes it)', (file, made) => {
    expect(readFileSync(new URL(`../../../docs/states/${file}.mmd`, import.meta.url), 'utf8')).toBe(made())
  })
})
