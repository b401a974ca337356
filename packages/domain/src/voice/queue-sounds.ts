// What a queue's callers hear of its own: its tones while they wait or are on hold, and who answers.
import type { QueueConfig } from '../config/routing-config.ts'
import type { Sound } from './phase.ts'
import type { Talk } from './talk.ts'
import type { VoiceState } from './voice-state.ts'

export function queueOf({ state }: VoiceState, { contact }: Talk): QueueConfig | undefined {
  return contact.queueId === null ? undefined : state.configOf(contact).queues.get(contact.queueId)
}

/** A prompt of the tenant's library, by its id or by its code. */
export type PromptKey = number | string

/** The prompt that is played instead of the usual tone; undefined: none is. What a flow has chosen for its wait comes before the queue's. */
export function promptFor(voice: VoiceState, talk: Talk, sound: Sound): PromptKey | undefined {
  if (sound !== 'waitTone' && sound !== 'holdTone') return undefined
  const queue = queueOf(voice, talk)
  if (sound === 'holdTone') return queue?.holdPromptId ?? undefined
  return talk.contact.flow?.music ?? queue?.waitPromptId ?? undefined
}

/** An agent answers a customer of a queue that announces the work number: both hear it. */
export function announceAgent(voice: VoiceState, talk: Talk, agentNumber: string): void {
  const { contact, roomId } = talk
  if (contact.purpose !== 'customer' || queueOf(voice, talk)?.answerPrompt !== 'workNumber') return
  const { country } = voice.state.configOf(contact).numbering
  voice.act({ type: 'announceAgent', room: roomId, agentNumber, language: country === 'CN' ? 'zh-CN' : 'en' })
}
