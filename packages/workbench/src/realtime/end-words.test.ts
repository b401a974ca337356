import { releaseCauses, releaseCauseWords } from '@openseat/contracts'
import { describe, expect, it } from 'vitest'
import { inLanguage } from '../i18n/language.ts'
import { at } from './sample-calls.ts'
import { endWords } from './end-words.ts'

describe('the end of a call in words', () => {
  it('is another for each cause', () => {
    const words = releaseCauses.map((releaseCause) => endWords({ releaseCause, endedAt: at }))
    expect(new Set(words).size).toBe(releaseCauses.length)
  })

  it('is a transfer when the call goes on without the agent', () => {
    expect(endWords({ releaseCause: null, endedAt: null })).toBe(inLanguage(releaseCauseWords.transferred))
    expect(endWords({ releaseCause: null, endedAt: at })).toBe('')
  })
})
