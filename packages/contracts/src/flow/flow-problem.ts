// What can be wrong with a flow. An error keeps it from being published, a warning wants a nod. Words by code.
import type { FieldProblem, Language } from '../app-error.ts'
import { expressionProblemText } from '../expression-problems.ts'
import { problemText } from '../validation.ts'
import { ownOf } from './flow-document.ts'
import type { ReferenceKind } from './flow-references.ts'
import { flowBranchWords } from './flow-words.ts'

const word = (severity: FlowSeverity, zh: string, en: string) => ({ severity, zh, en })

export type FlowSeverity = 'error' | 'warning'

/** In braces, from `params`. */
export const flowProblemWords = {
  argumentUnknown: word('error', '参数 {name} 没有声明为变量', 'argument {name} is not among the variables'),
  branchTarget: word('error', '分支“{branch}”指向不存在的节点 {name}', 'branch {branch} leads to {name}, and there is no such node'),
  branchUnconnected: word('error', '分支“{branch}”没有连接', 'branch {branch} leads nowhere'),
  branchUnknown: word('error', '没有名为“{branch}”的分支', 'there is no branch {branch}'),
  branchTwice: word('error', '{name} 出现了两次', '{name} is there twice'),
  cycleWithoutInput: word('warning', '循环中没有客户的输入', 'a cycle in which the customer does nothing'),
  cycleWithoutWait: word('error', '循环中没有任何等待', 'a cycle that never waits'),
  defaultType: word('error', '变量 {name} 的初始值不是 {expected}', 'the value that variable {name} begins with is no {expected}'),
  endMissing: word('error', '没有结束流程的节点可以到达', 'no node that ends the flow can be reached'),
  expression: word('error', '表达式有误：{reason}', 'the expression is wrong: {reason}'),
  kindNotAllowed: word('error', '此类流程不能有节点 {kind}', 'a flow of this kind has no node {kind}'),
  kindUnknown: word('error', '不认识的节点类型 {kind}', 'unknown kind of node {kind}'),
  lengths: word('error', '最少位数不能大于最多位数', 'the least number of digits is above the most'),
  manyNodes: word('warning', '节点过多（{count}），建议拆成子流程', '{count} nodes are many: make sub-flows of parts'),
  nodeNewer: word('error', '节点由更新的版本写成', 'the node was written by a newer version of the product'),
  onErrorMissing: word('error', '没有指定出错时的去向', 'nothing says where errors lead'),
  outcomeUnknown: word('error', '子流程没有结果 {name}', 'the sub-flow has no outcome {name}'),
  outcomeMissing: word('error', '子流程的结果 {name} 没有列出', 'the sub-flow’s outcome {name} is not listed'),
  pattern: word('error', '正则表达式有误或过大', 'no regular expression, or too large a one'),
  readBeforeSet: word('warning', '变量 {name} 可能在赋值之前被读取', 'variable {name} may be read before it has a value'),
  recursion: word('error', '子流程调用自己：{name}', 'the sub-flow comes to call itself: {name}'),
  referenceMissing: word('error', '不存在或不可用：{object} {value}', 'not there or not to be used: {object} {value}'),
  referenceUnpublished: word('error', '尚未发布：{object} {value}', 'not published yet: {object} {value}'),
  resultUnknown: word('error', '返回值 {name} 没有声明', '{name} is not among the results'),
  secret: word(
    'error',
    '保密变量 {name} 只能由收号节点写入、由接口节点读取',
    'secret {name} is written by a collect node and read by an interface node, nowhere else',
  ),
  /** The words are those of `cause`. */
  settings: word('error', '', ''),
  startMissing: word('error', '起始节点 {name} 不存在或不是开始节点', 'there is no start node {name}'),
  subFlowDepth: word('error', '子流程最多嵌套 5 层', 'sub-flows are nested 5 deep at most'),
  subFlowKind: word('error', '流程 {value} 不是同类流程', 'flow {value} is of another kind'),
  textUnspoken: word('error', '没有语音合成引擎，文本不能播报', 'there is no speech engine: texts cannot be spoken'),
  unavailable: word('error', '节点 {kind} 在通话中尚不可用', 'node {kind} is not available in calls yet'),
  unreachable: word('warning', '从起始节点到达不了', 'it cannot be reached'),
  valueType: word('error', '变量 {name} 的类型是 {expected}，值的类型是 {found}', 'variable {name} is a {expected}, the value a {found}'),
  variableTwice: word('error', '变量 {name} 声明了两次', 'variable {name} is there twice'),
  variableUnknown: word('error', '没有变量 {name}', 'there is no variable {name}'),
  verificationResult: word('error', '身份认证流程没有到达认证结果节点', 'the verification never reaches a node that sets its result'),
} as const

export type FlowProblemCode = keyof typeof flowProblemWords

export interface FlowProblem {
  readonly code: FlowProblemCode
  readonly severity: FlowSeverity
  readonly nodeId?: string
  readonly branch?: string
  /** Inside the node or the document, such as `config.rows.0.value`. */
  readonly field?: string
  /** UTF-16 offsets in the field's text. */
  readonly range?: { readonly from: number; readonly to: number }
  readonly params?: Readonly<Record<string, string | number>>
  /** Of `settings`: what the kind's schema refuses. */
  readonly cause?: FieldProblem
}

const referenceWords: Readonly<Record<ReferenceKind, { readonly zh: string; readonly en: string }>> = {
  queue: { zh: '技能队列', en: 'skill queue' },
  interface: { zh: '接口', en: 'interface' },
  table: { zh: '基础表', en: 'base table' },
  workingHours: { zh: '工作时间', en: 'working hours' },
  prompt: { zh: '语音', en: 'prompt' },
  flow: { zh: '流程', en: 'flow' },
}

const isReferenceKind = (word: string): word is ReferenceKind => Object.hasOwn(referenceWords, word)

export function flowProblemText({ code, params = {}, cause }: FlowProblem, language: Language): string {
  if (cause) return problemText(cause, language)
  const key = language === 'en' ? 'en' : 'zh'
  const object = String(params['object'] ?? '')
  const branch = ownOf(flowBranchWords, String(params['branch'] ?? ''))
  const filled: FlowProblem['params'] = {
    ...params,
    ...(code === 'expression' ? { reason: expressionProblemText({ ...params, code: params['reason'] }, language) } : {}),
    ...(branch ? { branch: branch[key] } : {}),
    ...(isReferenceKind(object) ? { object: referenceWords[object][key] } : {}),
  }
  const text: string = flowProblemWords[code][key]
  return text.replaceAll(/\{(\w+)\}/g, (_, name: string) => String(filled[name] ?? ''))
}
