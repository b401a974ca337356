// Kinds of flows and nodes, and the branches that kinds have, in words.
import type { FlowKind } from './flow-document.ts'
import type { FlowNodeKind } from './flow-nodes.ts'

const word = (zh: string, en: string): { readonly zh: string; readonly en: string } => ({ zh, en })
type Words<K extends string> = Readonly<Record<K, { readonly zh: string; readonly en: string }>>

export const flowKindWords: Words<FlowKind> = {
  ivr: word('来电（IVR）', 'Calls (IVR)'),
  chat: word('在线会话', 'Chat'),
  verification: word('身份认证', 'Verification'),
  script: word('业务引导', 'Script'),
}

export const flowNodeWords: Words<FlowNodeKind> = {
  start: word('开始', 'Start'),
  play: word('放音', 'Play'),
  collect: word('收号', 'Collect digits'),
  menu: word('菜单', 'Menu'),
  language: word('语言', 'Language'),
  set: word('赋值', 'Set values'),
  condition: word('判断', 'Condition'),
  loop: word('循环', 'Loop'),
  interface: word('接口调用', 'Interface'),
  table: word('查数据表', 'Look up a table'),
  schedule: word('工作时间', 'Working hours'),
  queueInfo: word('队列信息', 'Queue facts'),
  queue: word('转技能队列', 'Queue'),
  transfer: word('转接', 'Transfer'),
  voicemail: word('留言', 'Voicemail'),
  message: word('发送消息', 'Message'),
  ask: word('询问', 'Ask'),
  survey: word('满意度', 'Survey'),
  subFlow: word('子流程', 'Sub-flow'),
  verifyResult: word('认证结果', 'Verification result'),
  agentSignIn: word('座席签入签出', 'Agent sign-in'),
  mark: word('里程碑', 'Milestone'),
  return: word('返回', 'Return'),
  hangUp: word('挂机', 'Hang up'),
  returnToAgent: word('回到座席', 'Back to the agent'),
}

/** Of branches that kinds name; keys of a menu, rows of a condition and outcomes are the author's own. */
export const flowBranchWords: Words<string> = {
  next: word('下一步', 'next'),
  ok: word('成功', 'ok'),
  noInput: word('无输入', 'no input'),
  invalid: word('输入无效', 'invalid'),
  otherwise: word('其他', 'otherwise'),
  again: word('再来一轮', 'again'),
  done: word('完成', 'done'),
  businessFailed: word('业务失败', 'service says no'),
  timeout: word('超时', 'time-out'),
  error: word('出错', 'error'),
  found: word('找到', 'found'),
  none: word('没有', 'none'),
  open: word('营业', 'open'),
  closed: word('休息', 'closed'),
  holiday: word('特殊日', 'special day'),
  overflow: word('溢出', 'overflow'),
  offDuty: word('无人值班', 'nobody on duty'),
  leftByKey: word('按键离开', 'left by key'),
  busy: word('忙', 'busy'),
  noAnswer: word('无应答', 'no answer'),
  refused: word('被拒绝', 'refused'),
  saved: word('已留言', 'saved'),
  tooShort: word('留言过短', 'too short'),
  answered: word('已评价', 'answered'),
  locked: word('已锁定', 'locked'),
}
