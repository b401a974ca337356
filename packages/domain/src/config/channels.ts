// The channels by which contacts reach the centre, as data, and how many contacts of each an agent handles at once.
import type { AgentKind, MediaType, queueSubtypes, QueueType } from '@openseat/contracts'

/** A channel of written contacts. */
export type TextChannel = (typeof queueSubtypes)[number]

export type Channel = 'voice' | 'video' | TextChannel

/** A call takes its agent whole; written contacts are handled several at a time. */
export const isCall = (channel: Channel): channel is 'voice' | 'video' => channel === 'voice' || channel === 'video'

/** A call's word on the wire and in the records. */
export const mediaTypeOf = (channel: Channel): MediaType => (channel === 'video' ? 'video' : 'audio')

export const callChannelOf = (mediaType: MediaType): Channel => (mediaType === 'video' ? 'video' : 'voice')

/** The channel of a queue's contacts. */
export function channelOf({ type, subtype }: { readonly type: QueueType; readonly subtype: TextChannel | null }): Channel {
  if (type === 'multimedia') return subtype ?? 'web'
  return type === 'video' || type === 'video-click' ? 'video' : 'voice'
}

/** Whether an agent of this kind is offered contacts of the channel at all. */
export function takes(kind: AgentKind, channel: Channel): boolean {
  if (kind === 'universal') return true
  return isCall(channel) === (kind !== 'multimedia')
}

/** What a tenant lets its agents handle side by side. */
export interface CapacityConfig {
  /** Live contacts of one agent, wrap-up included, by channel; 1–60. */
  readonly limits: Readonly<Record<TextChannel, number>>
  /** Channels that are offered to agents who are in a call. */
  readonly duringCalls: readonly TextChannel[]
  /** Whether agents with open written contacts are offered calls. */
  readonly callsBesideTexts: boolean
}

export const usualCapacity: CapacityConfig = {
  limits: { web: 5, wechat: 5, whatsapp: 5, email: 10 },
  duringCalls: ['email'],
  callsBesideTexts: true,
}
