// What the product says by itself in a flow. A language's engine speaks it; where there is none, a recording of the same may be
// played (`saying` names it).
import type { FlowLanguage } from '@openseat/contracts'
import type { BuiltInSaying, PromptPiece } from './run.ts'

export const sayings: Readonly<Record<FlowLanguage, Readonly<Record<BuiltInSaying, string>>>> = {
  'zh-CN': {
    apology: '非常抱歉，系统暂时无法处理您的来电，请稍后再拨。',
    queueAhead: '您前面还有',
    queueAheadEnd: '位客户在等候。',
    queueNext: '下一位就是您。',
    expectedWait: '预计等候时间约为',
    expectedWaitEnd: '。',
    readBack: '您输入的是',
    readBackChoice: '。正确请按1，重新输入请按2。',
  },
  en: {
    apology: 'We are very sorry. We cannot handle your call at the moment. Please call again later.',
    queueAhead: 'Callers waiting ahead of you:',
    queueAheadEnd: '.',
    queueNext: 'You are next in line.',
    expectedWait: 'The expected waiting time is about',
    expectedWaitEnd: '.',
    readBack: 'You have entered',
    readBackChoice: '. If this is correct, press 1. To enter it again, press 2.',
  },
}

export const say = (saying: BuiltInSaying, language: FlowLanguage): PromptPiece => ({
  kind: 'text',
  text: sayings[language][saying],
  saying,
})
