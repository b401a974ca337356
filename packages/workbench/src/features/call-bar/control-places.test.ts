import { describe, expect, it } from 'vitest'
import { at, sampleCall, sampleConsult } from '../../realtime/sample-calls.ts'
import { controlPlaces } from './control-places.ts'
import type { CallContext } from './call-controls.ts'

const context = (main: CallContext['main'], consult: CallContext['consult'] = null): CallContext => ({ main, consult, device: 'browser' })
/** A free place in brackets. */
const places = (of: CallContext): string =>
  controlPlaces(of)
    .map(({ control, isFree }) => (isFree ? `(${control})` : control))
    .join(' ')
const call = (change: object) => sampleCall({ answeredAt: at, recordingAllowed: true, ...change })

describe('the places of the controls', () => {
  it.each([
    ['no call', context(null), '(answer) (reject)'],
    ['an offer', context(sampleCall()), 'answer reject'],
    ['a call out', context(sampleCall({ state: 'dialling' })), '(answer) hangUp'],
    ['a talk', context(call({ state: 'talking' })), 'hold mute keyPad transfer videoRequest recordStart (recordStop) (answer) hangUp'],
    [
      'a talk that is recorded',
      context(call({ state: 'talking', recording: 'on' })),
      'hold mute keyPad transfer videoRequest recordPause recordStop (answer) hangUp',
    ],
    [
      'a held customer',
      context(call({ state: 'held', video: 'wanted' })),
      'retrieve mute (keyPad) transfer (videoRequest) recordStart (recordStop) (answer) hangUp',
    ],
    [
      'a talk that is never recorded',
      context(call({ state: 'talking', recordingAllowed: false })),
      'hold mute keyPad transfer videoRequest (answer) hangUp',
    ],
    ['a call between agents', context(call({ state: 'talking', purpose: 'internal' })), 'hold mute keyPad (answer) hangUp'],
  ])('of %s', (_, of, expected) => expect(places(of)).toBe(expected))

  it('of the end and of the answer are the last two in every state, and nothing else’s', () => {
    const states = ['ringing', 'dialling', 'alerting', 'talking', 'held'] as const
    const last = [context(null), ...states.map((state) => context(call({ state })))].map((of) =>
      controlPlaces(of)
        .slice(-2)
        .map(({ control, others }) => [control, ...others].toSorted()),
    )
    expect(new Set(last.map((two) => JSON.stringify(two)))).toEqual(new Set(['[["answer"],["hangUp","reject"]]']))
  })

  it('of a consultation are its controls', () => {
    expect(places(context(call({ state: 'held' }), sampleConsult({ state: 'alerting' })))).toBe('takeBack recordStart')
  })
})
