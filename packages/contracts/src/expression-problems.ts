// What is said of an expression that is wrong as it stands, and of one that fails on a value.
import type { Language } from './app-error.ts'

interface Words {
  readonly zh: string
  readonly en: string
}

const problem = (zh: string, en: string): Words => ({ zh, en })

/** `[…]` is left out when what stands in its braces is not there. */
export const expressionProblems = {
  empty: problem('没有表达式', 'there is no expression'),
  tooLong: problem('表达式最多 {expected} 个字符，当前 {found} 个', 'an expression takes at most {expected} characters, this has {found}'),
  syntax: problem('此处不是预期的写法', 'this is not expected here'),
  unfinished: problem('表达式没有写完', 'the expression is not finished'),
  unclosedText: problem('引号没有闭合', 'the quotation mark is not closed'),
  unclosedBraces: problem('{{ 没有闭合', '{{ is not closed'),
  tooComplex: problem('表达式过于复杂', 'the expression is too complex'),
  reservedName: problem('“{name}”是保留名称', '“{name}” is a reserved name'),
  unknownName: problem('没有名为“{name}”的变量', 'there is no variable “{name}”'),
  unknownFunction: problem('没有函数 {name}', 'there is no function {name}'),
  arguments: problem('函数 {name} 的参数不对[：{found}]', 'the arguments of {name} are wrong[: {found}]'),
  operator: problem('这些值之间不能使用该运算[ {name}][：{found}]', 'these values cannot be combined[ by {name}][: {found}]'),
  wrongType: problem('应为{expected}[，现为{found}]', 'it should be {expected}[, it is {found}]'),
  branches: problem('两个分支的类型应相同[：{found}]', 'both branches should be of one type[: {found}]'),
  index: problem('列表的序号应为整数，请用 int(…)', 'an index of a list is a whole number: use int(…)'),
  macroArgument: problem('这里应为一个名称，如 has(a.b)、list.map(x, …)', 'a name belongs here, as in has(a.b) and list.map(x, …)'),
  matchesRefused: problem('不能使用 matches，请用 looksLike(文本, "模式")', 'matches cannot be used: write looksLike(text, "pattern")'),
  pattern: problem('应为直接写出的、不太大的正则表达式（RE2）', 'a regular expression (RE2) written out, and not too large'),
  numberTooBig: problem('数字过大', 'the number is too large'),
  notSupported: problem('不支持此类值', 'values of this kind are not supported'),
} as const satisfies Record<string, Words>

export type ExpressionProblemCode = keyof typeof expressionProblems

/** They name no value: whoever reads them may not see it. */
export const evaluationFaults = {
  missing: problem('所取的内容不存在', 'what it reads is not there'),
  wrongType: problem('值的类型不符', 'a value is of another type'),
  divisionByZero: problem('除数为零', 'it divides by zero'),
  notANumber: problem('结果不是有限的数', 'the result is not a finite number'),
  outOfRange: problem('位置超出范围', 'a position is out of range'),
  conversion: problem('值无法转换', 'a value cannot be converted'),
  tooMuchWork: problem('计算量过大', 'it takes too much work'),
  tooBig: problem('结果过大', 'the result is too large'),
  toCheck: problem('表达式须检查', 'the expression needs checking'),
} as const satisfies Record<string, Words>

export type EvaluationCode = Exclude<keyof typeof evaluationFaults, 'toCheck'>

const types: Readonly<Record<string, Words>> = {
  any: problem('任意值', 'any value'),
  bool: problem('真或假', 'true or false'),
  date: problem('日期', 'a date'),
  list: problem('列表', 'a list'),
  map: problem('对象', 'an object'),
  null: problem('空值', 'null'),
  number: problem('数字', 'a number'),
  string: problem('文本', 'a text'),
}

const isProblemCode = (code: unknown): code is ExpressionProblemCode => typeof code === 'string' && code in expressionProblems

export interface ExpressionWords {
  readonly code: unknown
  readonly name?: unknown
  /** A type or a number; several types with commas between. */
  readonly expected?: unknown
  readonly found?: unknown
}

export function expressionProblemText({ code, name, expected, found }: ExpressionWords, language: Language): string {
  const key = language === 'en' ? 'en' : 'zh'
  const said: Readonly<Record<string, string>> = {
    name: told(name),
    expected: typesIn(told(expected), key),
    found: typesIn(told(found), key),
  }
  const fill = (text: string): string => text.replace(/\{(\w+)\}/g, (whole, gap: string) => said[gap] ?? whole)
  const text = expressionProblems[isProblemCode(code) ? code : 'syntax'][key]
  return fill(text.replace(/\[([^\]]*\{(\w+)\}[^\]]*)\]/g, (_whole, part: string, gap: string) => (said[gap] ? part : '')))
}

const told = (value: unknown): string => (typeof value === 'string' ? value : '')

const typesIn = (text: string, key: keyof Words): string =>
  text
    .split(', ')
    .map((type) => types[type]?.[key] ?? type)
    .join(key === 'en' ? ', ' : '、')
