import { describe, expect, it } from 'vitest'
import { type FieldProblem } from './app-error.ts'
import { evaluationFaults, expressionProblems, expressionProblemText } from './expression-problems.ts'
import { problemText } from './validation.ts'

describe('what is wrong with an expression', () => {
  it.each(Object.keys(expressionProblems))('%s is said in both languages, without gaps', (code) => {
    for (const given of [{ code }, { code, name: 'n', expected: 'bool', found: 'string, number' }])
      for (const language of ['zh-CN', 'en'] as const)
        expect(expressionProblemText(given, language).replace('{{', '')).toMatch(/^[^{}[\]]+$/)
  })

  it('names the types in words', () => {
    const given = { code: 'operator', name: '+', found: 'string, number' }
    expect(expressionProblemText(given, 'zh-CN')).toBe('这些值之间不能使用该运算 +：文本、数字')
    expect(expressionProblemText(given, 'en')).toBe('these values cannot be combined by +: a text, a number')
  })

  it('is the problem of a field under its label', () => {
    const problem: FieldProblem = {
      field: 'mapping.success',
      code: 'FIELD_EXPRESSION',
      params: { problem: 'unknownName', name: 'x', from: 0, to: 1, value: '"x"' },
    }
    expect(problemText(problem, 'en')).toMatch(/there is no variable “x”/)
    expect(problemText(problem, 'zh-CN')).toMatch(/没有名为“x”的变量/)
  })
})

it('what fails on a value is said in both languages', () => {
  for (const { zh, en } of Object.values(evaluationFaults)) expect([zh, en].every((text) => /^[^{}[\]]+$/.test(text))).toBe(true)
})
