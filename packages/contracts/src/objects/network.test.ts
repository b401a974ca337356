import { describe, expect, it } from 'vitest'
import { agent, listOf, phone, problemsOf, trunk } from '../index.ts'
import type { z } from 'zod'

const problems = (schema: z.ZodType, value: unknown) => {
  const parsed = schema.safeParse(value, { reportInput: true })
  return parsed.success ? [] : problemsOf(parsed.error).map(({ field, params }) => [field, params['rule']])
}

const plain = { name: 't', host: 'sip.carrier.example' }

describe('a trunk', () => {
  it('has a name and a host; everything else has a default', () => {
    expect(trunk.input.parse(plain)).toMatchObject({
      mode: 'ipAuthenticated',
      port: 5060,
      transport: 'udp',
      codecs: 'pcma,pcmu',
      maxCalls: 100,
      secureMedia: 'no',
      probeSeconds: 30,
      enabled: true,
    })
  })

  it.each(['4466', '4000-4999', '+8621*', '*', '4466, 4467，021*\n5000-5999', ''])('takes the numbers %j', (numberRanges) => {
    expect(problems(trunk.input, { ...plain, numberRanges })).toEqual([])
  })

  it.each(['44x', '400-4999', '4999-4000', '44*66', '4466-'])('refuses the numbers %j', (numberRanges) => {
    expect(problems(trunk.input, { ...plain, numberRanges })).toEqual([['numberRanges', 'numberRanges']])
  })

  it.each(['192.0.2.1', '192.0.2.0/24, 2001:db8::/32', ''])('believes %j', (addresses) => {
    expect(problems(trunk.input, { ...plain, addresses })).toEqual([])
  })

  it.each(['192.0.2', '192.0.2.0/33', 'carrier.example', '1.2.3.4/'])('does not believe %j', (addresses) => {
    expect(problems(trunk.input, { ...plain, addresses })).toEqual([['addresses', 'addresses']])
  })

  it('that registers needs a user', () => {
    expect(problems(trunk.input, { ...plain, mode: 'registering' })).toEqual([['user', undefined]])
  })

  it('refuses a host that is more than a host', () => {
    for (const host of ['a b', 'a;b', 'sip:a', 'a@b', '-a']) expect(problems(trunk.input, { ...plain, host })).toEqual([['host', 'host']])
  })
})

it('takes lists apart at commas of both languages', () => {
  expect(listOf(' 1, 2，3;4\n5 ,')).toEqual(['1', '2', '3', '4', '5'])
})

it('takes phone names in lower case only, as they are compared on the wire', () => {
  expect(problems(phone.input, { userName: 'Desk' })).toEqual([['userName', 'phoneUser']])
  expect(problems(phone.input, { userName: 'desk-101.a' })).toEqual([])
})

describe('an agent’s phone', () => {
  it.each(['', '13900001234', '+8613900001234', 'desk101', 'sip:101@192.0.2.5', 'sip:101@192.0.2.5:5070;transport=tcp'])(
    'may be %j',
    (phone) => expect(problems(agent.input, { agentNumber: '101', phone })).toEqual([]),
  )

  it.each([
    ['139 0000 1234', '13900001234'],
    ['+86 (0)21-5566-7788', '+8602155667788'],
    ['ｔｅｌ：１３９００００１２３４', '13900001234'],
    ['sip:101@192.0.2.5', 'sip:101@192.0.2.5'],
    ['8001', '8001'],
  ])('written %j is kept as %j', (phone, kept) => expect(agent.input.parse({ agentNumber: '101', phone }).phone).toBe(kept))

  it.each(['Desk', 'sip:192.0.2.5', 'http://192.0.2.5', 'sip:a@b;maddr=10.0.0.1', 'sip:a@b?x=y', 'a b'])('may not be %j', (phone) =>
    expect(problems(agent.input, { agentNumber: '101', phone })).toEqual([['phone', 'agentPhone']]),
  )
})
