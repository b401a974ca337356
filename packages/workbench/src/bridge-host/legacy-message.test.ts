import { describe, expect, it } from 'vitest'
import { legacyMessage } from './legacy-message.ts'

const callout = (number: string, mediaType = 'audio') => ({ kind: 'callout', number, mediaType })
const wrong = (name: string, code: string) => ({ kind: 'wrong', name, code })

describe('messages to the top window', () => {
  it.each([
    [{ name: 'callout', param: ['88880813', 'video'] }, callout('88880813', 'video')],
    [{ name: 'callout', param: { number: '88880523', mode: 'audio' } }, callout('88880523')],
    [{ name: 'callout', param: ['88880813'] }, callout('88880813')],
    [{ name: 'callout', param: { number: 88_880_523 } }, callout('88880523')],
    [{ name: 'callout', param: ['tel:8888-0813 ', ''] }, callout('tel:8888-0813 ')],
    ['{"name":"callout","param":["88880813","audio"]}', callout('88880813')],
    [' {"name":"callout","param":{"number":"1","mode":"video"}}', callout('1', 'video')],
    [
      { name: 'eventpost', param: ['AgentEvent_Talking', 'x'] },
      { kind: 'eventpost', events: ['AgentEvent_Talking', 'x'] },
    ],
  ])('%j', (data, expected) => {
    expect(legacyMessage(data)).toEqual(expected)
  })

  it.each([
    [{ name: 'callout' }, wrong('callout', 'BAD_REQUEST')],
    [{ name: 'callout', param: ['1', 'fax'] }, wrong('callout', 'BAD_REQUEST')],
    [{ name: 'callout', param: [{}, 'audio'] }, wrong('callout', 'BAD_REQUEST')],
    [{ name: 'callout', param: ['1'.repeat(300)] }, wrong('callout', 'BAD_REQUEST')],
    [{ name: 'eventpost', param: 'AgentEvent_Talking' }, wrong('eventpost', 'BAD_REQUEST')],
    [{ name: 'eventpost', param: [1] }, wrong('eventpost', 'BAD_REQUEST')],
    [{ name: 'hold', param: [] }, wrong('hold', 'UNKNOWN_COMMAND')],
    [{ name: '__proto__', param: [] }, wrong('__proto__', 'UNKNOWN_COMMAND')],
  ])('%j is refused', (data, expected) => {
    expect(legacyMessage(data)).toEqual(expected)
  })

  it.each([null, 1, '', 'callout', '{"name":', '[]', '"{}"', [], {}, { name: 1 }, { name: '' }, `{"name":"callout"${' '.repeat(5000)}}`])(
    '%j is none',
    (data) => {
      expect(legacyMessage(data)).toBeNull()
    },
  )
})
