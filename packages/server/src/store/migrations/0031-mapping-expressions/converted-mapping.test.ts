import { type InterfaceMapping, interfaceMappingSchema } from '@openseat/contracts'
import { mappingProblems } from '@openseat/domain/custom-page/mapping-names'
import { describe, expect, it } from 'vitest'
import { convertedMapping } from './converted-mapping.ts'

const sample = JSON.stringify({
  code: 0,
  success: true,
  message: 'ok',
  data: { customer: { name: '某', phones: ['1'], vip: true }, orders: [{ no: 'A', amount: 1, tags: ['x'] }], one: { no: 'B' } },
  客户: { 姓名: '某', 'a b': 1, in: 2 },
})
const mapping = (more: object) => interfaceMappingSchema.parse({ objects: [], ...more, ...('objects' in more ? {} : objects('a')) })
const objects = (expression: string, more: object = {}) => ({
  objects: [{ objectName: '客户', fields: [{ name: 'x', expression }], ...more }],
})
const fieldOf = (given: InterfaceMapping): string | undefined => given.objects[0]?.fields[0]?.expression
const converted = (expression: string, more: object = {}, shown = sample) =>
  fieldOf(convertedMapping(mapping(objects(expression, more)), shown))

describe('what has a sure counterpart is converted', () => {
  it.each([
    ['data.customer.name', 'answer.data.customer.name'],
    ['$.data', 'answer.data'],
    ['$root.data.customer', 'answer.data.customer'],
    ['$$.data', 'answer.data'],
    ['$', 'answer'],
    ['data.customer.phones[0]', 'answer.data.customer.phones[0]'],
    ['`客户`.`a b`', 'answer["客户"]["a b"]'],
    ['客户.姓名', 'answer["客户"]["姓名"]'],
    ['客户.`in`', 'answer["客户"]["in"]'],
    ['"a text"', '"a text"'],
    ["'it''s'".replace("''", '"'), '"it\\"s"'],
    [
      'data.customer.name & " (" & data.customer.level & ")"',
      'string(answer.?data.?customer.?name.orValue("")) + " (" + string(answer.?data.?customer.?level.orValue("")) + ")"',
    ],
    ['data.total * 2 + 1', '(answer.data.total * 2) + 1'],
    ['code = 0 ? "yes" : "no"', '(answer.?code.orValue(null) == 0) ? "yes" : "no"'],
    ['data.customer.vip ? "VIP"', '(answer.?data.?customer.?vip.orValue(false) == true) ? dyn("VIP") : null'],
    ['$string(code)', 'string(answer.code)'],
    ['$number(data.total)', 'double(answer.data.total)'],
    ['$count(data.orders)', 'size(answer.data.orders)'],
    ['$uppercase(message)', 'answer.message.upperAscii()'],
    ['$exists(data.customer)', 'has(answer.data.customer)'],
    ['$not(code = 0)', '!(answer.?code.orValue(null) == 0)'],
  ])('%s', (old, made) => expect(converted(old)).toBe(made))

  it.each([
    ['code = 0', 'answer.code == 0'],
    ['code = "0000"', 'answer.code == "0000"'],
    ["status = '1' and code = 0", 'answer.status == "1" && answer.code == 0'],
    ['code = 0 or (code = 1 and data != null)', undefined],
    ['code = 0 or code = 200', 'answer.code == 0 || answer.code == 200'],
    ['code in [0, 200]', 'answer.code in [0, 200]'],
    ['code != 500', 'answer.?code.orValue(null) != 500'],
    ['code < 400', 'answer.code < 400'],
    ['success', 'answer.success == true'],
    ['success and code = 0', 'answer.success == true && answer.code == 0'],
    ['success = true', 'answer.success == true'],
    ['$exists(data)', 'has(answer.data)'],
    ['message', undefined],
    ['data', undefined],
  ])('as a condition: %s', (success, made) => expect(convertedMapping(mapping({ success }), sample).success).toBe(made ?? success))

  it('in the rows of a list, and in its titles', () => {
    const object = { objectName: '="订单 " & no', rows: 'data.orders' }
    const { objects: made } = convertedMapping(mapping(objects('amount', object)), sample)
    expect(made[0]).toMatchObject({
      objectName: '="订单 " + string(row.?no.orValue(""))',
      rows: 'answer.data.orders',
      fields: [{ expression: 'row.amount' }],
    })
    expect(converted('$root.code', object)).toBe('answer.code')
    expect(converted('$', object)).toBe('row')
    expect(converted('tags[0]', object)).toBe('row.tags[0]')
    expect(converted('no', { rows: 'data.one' })).toBe('row.no')
  })

  it('without a sample, or with one that is none, by the text alone', () => {
    for (const shown of ['', '<html>']) {
      expect(converted('data.orders.no', {}, shown)).toBe('answer.data.orders.no')
      expect(converted('code', {}, shown)).toBe('answer.code')
    }
  })
})

describe('everything else keeps its text, and is told to be checked', () => {
  it.each([
    ['data.orders.no', 'it goes through a list'],
    ['data.customer.name[0]', 'one is as good as a list of one'],
    ['data.orders[amount > 1].no', 'a filter'],
    ['data.orders[-1].no', 'from the end'],
    ['$sum(data.orders.amount)', 'a function that CEL has not'],
    ['$trim(message)', 'blanks inside as well'],
    ['data.*', 'all there is'],
    ['**.name', 'wherever it is'],
    ['data.{ "a": 1 }', 'a new object'],
    ['($x := 1; $x)', 'a variable'],
    ['data.orders^(amount)', 'an order'],
    ['message ~> $uppercase', 'a chain'],
    ['function($x) { $x }', 'a function'],
    ['/a+/', 'a pattern'],
    ['data.customer.phones & ""', 'a list as a text'],
    ['code < 400', 'a word of an order with nothing'],
    ['code = message', 'two that may be missing'],
    ['code.toString', 'a name that nobody may say'],
    ['1 +', 'none at all'],
  ])('%s: %s', (old) => {
    const made = convertedMapping(mapping(objects(old)), sample)
    expect(fieldOf(made)).toBe(old)
    expect(mappingProblems(made)).toHaveLength(1)
  })

  it('also when CEL would read the text as something else', () => {
    const made = convertedMapping(mapping(objects('[answer.x, 1]')), sample)
    expect(fieldOf(made)).toBe('JSONata: [answer.x, 1]')
    expect(mappingProblems(made)).toHaveLength(1)
  })

  it('a list that is filtered is none, and its fields are read in its rows', () => {
    const made = convertedMapping(mapping(objects('no', { rows: 'data.orders[amount > 1]' })), sample)
    expect(made.objects[0]).toMatchObject({ rows: 'data.orders[amount > 1]', fields: [{ expression: 'row.no' }] })
  })
})
