import { agentStateWords, callStateWords, supervisionModeWords, type CallView } from '@openseat/contracts'
import { describe, expect, it } from 'vitest'
import { inLanguage } from '../../i18n/language.ts'
import { sampleCall, sampleConsult, sampleSeat } from '../../realtime/sample-calls.ts'
import { presentWords } from './state-words.ts'

const talking = sampleSeat({ state: 'talking' })
const words = (main: CallView | null, consult: CallView | null = null) => presentWords(talking, [], { main, consult })

describe('the words of a state', () => {
  it('do not say that the agent talks while nobody has answered or somebody waits', () => {
    expect(words(sampleCall({ state: 'dialling' }))).toBe(inLanguage(callStateWords.dialling))
    expect(words(sampleCall({ state: 'alerting' }))).toBe(inLanguage(callStateWords.alerting))
    expect(words(sampleCall({ state: 'held' }))).toBe(inLanguage(callStateWords.held))
    expect(words(sampleCall({ state: 'talking' }))).toBe(inLanguage(agentStateWords.talking))
  })

  it('tell a consultation, a three-party call and a supervision apart', () => {
    const all = [
      words(sampleCall({ state: 'held' }), sampleConsult()),
      words(sampleCall({ state: 'talking', conference: true }), sampleConsult()),
      words(sampleConsult({ purpose: 'supervision', supervision: 'whisper' })),
    ]
    expect(new Set(all).size).toBe(3)
    expect(all[2]).toBe(inLanguage(supervisionModeWords.whisper))
  })

  it('are the seat’s own outside a call', () => {
    expect(presentWords(sampleSeat({ state: 'wrapUp' }), [], { main: null, consult: null })).toBe(inLanguage(agentStateWords.wrapUp))
  })
})
