import { describe, expect, it } from 'vitest'
import { agentNumberSchema, agent, calledRoute, problemsOf, problemText, screenPopInputSchema, skillQueue } from './index.ts'
import { nodeIdSchema } from './flow/flow-names.ts'
import { z } from 'zod'

const problems = (schema: z.ZodType, value: unknown) => {
  const parsed = schema.safeParse(value, { reportInput: true })
  return parsed.success ? [] : problemsOf(parsed.error)
}

describe('validation', () => {
  it('names every wrong field of a queue at once', () => {
    const found = problems(skillQueue.input, {
      name: 'a b',
      description: '',
      maxWaitSeconds: 60_001,
      maxQueued: 0,
      wrapUpSeconds: 1.5,
      extra: 1,
    })
    expect(found.map((problem) => [problem.field, problem.code])).toEqual([
      ['name', 'FIELD_FORMAT'],
      ['description', 'FIELD_REQUIRED'],
      ['maxWaitSeconds', 'FIELD_TOO_LARGE'],
      ['maxQueued', 'FIELD_TOO_SMALL'],
      ['wrapUpSeconds', 'FIELD_NOT_WHOLE'],
      ['', 'FIELD_UNKNOWN'],
    ])
  })

  it('says of a choice that is not made that it is missing, and not what it is none of', () => {
    const draft = { workbenchKind: 'audioVideo', name: 'CRM', url: 'https://crm.example/' }
    expect(problems(screenPopInputSchema, draft)).toEqual([])
    const found = problems(screenPopInputSchema, { ...draft, workbenchKind: undefined, passMode: 'fax' })
    expect(found.map((problem) => [problem.field, problem.code])).toEqual([
      ['workbenchKind', 'FIELD_REQUIRED'],
      ['passMode', 'FIELD_NOT_ONE_OF'],
    ])
  })

  it('takes what cannot be seen for nothing', () => {
    const found = problems(skillQueue.input, { name: '\u200B\u2060', description: ' \u200E ' })
    expect(found.map((problem) => [problem.field, problem.code])).toEqual([
      ['name', 'FIELD_REQUIRED'],
      ['description', 'FIELD_REQUIRED'],
    ])
    expect(problems(skillQueue.input, { name: '👩\u200D👧', description: 'a\u200Bb' })).toEqual([])
  })

  it('says field, rule and value in both languages', () => {
    const [problem] = problems(skillQueue.input, { name: 'q', description: 'd', maxWaitSeconds: 60_001 })
    expect(problem && problemText(problem, 'zh-CN')).toBe('最大等待时间（秒）不能大于 60000，当前值 60001')
    expect(problem && problemText(problem, 'en')).toBe('Maximum wait (s) must not be above 60000, it is 60001')
    const [format] = problems(skillQueue.input, { name: 'a b', description: 'd' })
    expect(format && problemText(format, 'en')).toBe('Name is not in the right form: no spaces')
  })

  it('names the field inside a union', () => {
    expect(
      problems(calledRoute.input, { accessCode: '4466', extensionCode: 'x1', target: { kind: 'skillQueue', queueId: 1 } }),
    ).toMatchObject([{ field: 'extensionCode', code: 'FIELD_FORMAT', params: { rule: 'dialString' } }])
  })

  it('names the key of a map that is wrong, with the rule for keys', () => {
    const [found] = problems(z.object({ nodes: z.record(nodeIdSchema, z.unknown()) }), { nodes: { 开始: {} } })
    expect(found).toEqual({ field: 'nodes.开始', code: 'FIELD_FORMAT', params: { rule: 'flowNodeId', value: '"开始"' } })
  })

  it('takes a multimedia queue only with a subtype', () => {
    expect(problems(skillQueue.input, { name: 'q', description: 'd', type: 'multimedia' })).toMatchObject([
      { field: 'subtype', code: 'FIELD_REQUIRED' },
    ])
    expect(problems(skillQueue.input, { name: 'q', description: 'd', subtype: 'web' })).toMatchObject([
      { field: 'subtype', code: 'FIELD_NOT_APPLICABLE' },
    ])
  })

  it.each([
    ['101', true],
    ['59999', true],
    ['100', false],
    ['60000', false],
    ['0101', false],
    ['7', false],
  ])('agent number %s is accepted: %s', (value, accepted) => {
    expect(agentNumberSchema.safeParse(value).success).toBe(accepted)
  })

  it('gives an agent its defaults', () => {
    expect(agent.input.parse({ agentNumber: '101' })).toMatchObject({ role: 'agent', kind: 'audio', skills: [] })
  })

  it('refuses repeated and reserved parameter names of a pop', () => {
    const param = (name: string) => ({ name, source: 'callData', key: 'callid' })
    const pop = { workbenchKind: 'audioVideo', name: 'crm', url: 'https://crm.example/x' }
    expect(problems(screenPopInputSchema, { ...pop, params: [param('a'), param('a')] })).toMatchObject([
      { field: 'params.1.name', code: 'FIELD_TAKEN' },
    ])
    expect(problems(screenPopInputSchema, { ...pop, params: [param('origin')] })).toMatchObject([
      { field: 'params.0.name', code: 'FIELD_RESERVED' },
    ])
    expect(problems(screenPopInputSchema, { ...pop, url: 'javascript:alert(1)' })).toMatchObject([{ field: 'url', code: 'FIELD_FORMAT' }])
  })
})
