// A tenant's settings as routing needs them, at one revision. Immutable: a change makes a new one.
import {
  isOpen,
  type AgentKind,
  type AgentRole,
  type OpeningHours,
  type OpenMode,
  type PageGrant,
  type PassMode,
  type PopParam,
  type PopRule,
  type PopTrigger,
  type QueueType,
  type SkillQueue,
  type SystemParameters,
} from '@openseat/contracts'
import type { FlowLibrary } from '../flow/compiled-flow.ts'
import type { FlowRef } from '../flow/run.ts'
import type { ShownNumbering } from '../numbers/numbering.ts'
import type { CapacityConfig, Channel, TextChannel } from './channels.ts'

/** A queue's settings but for what only people read: as contracts declare them. */
type QueueSettings = Readonly<
  Omit<SkillQueue, 'description' | 'subtype' | 'workingHoursId' | 'workingHoursName' | 'agentCount' | 'leadsBack' | 'version'>
>

export interface QueueConfig extends QueueSettings {
  readonly channel: Channel
  /** Null: always open. */
  readonly hours: OpeningHours | null
}

/** Where callers are sent. */
export type RouteTarget = { readonly kind: 'skillQueue'; readonly queueId: number } | { readonly kind: 'flow'; readonly flowId: number }

export interface CalledRouteConfig {
  readonly accessCode: string
  readonly extensionCode: string
  readonly target: RouteTarget
}

/** A flow at its published revision. */
export interface FlowEntry {
  readonly ref: FlowRef
  readonly name: string
}

export interface FlowConfig {
  /** Published flows that contacts may be sent to, by id. */
  readonly published: ReadonlyMap<number, FlowEntry>
  /** Those, what they call, and the revisions that live contacts may still have. */
  readonly library: FlowLibrary
}

export interface AgentConfig {
  readonly agentNumber: string
  /** Business account bound to the number; empty when none is. */
  readonly account: string
  /** Name of the person; empty when no account is bound. */
  readonly name: string
  /** Telephone that may take the agent's calls, as configured; empty when there is none. */
  readonly phone: string
  /** What the agent acts as, not what its record says. */
  readonly role: AgentRole
  readonly kind: AgentKind
  readonly autoAnswer: boolean
  /** What is told of the agent to pages and people; empty when there is none. */
  readonly numberLabel: string
  /** May see customers' numbers in full. */
  readonly seesNumbers: boolean
  /** Level per queue id, 1–10, 10 first. */
  readonly skills: ReadonlyMap<number, number>
  /** Queue that is dialled with, of each type. */
  readonly defaultQueues: ReadonlyMap<QueueType, number>
  /** The agent's own limits of written contacts; the tenant's where there is none. */
  readonly textLimits?: Readonly<Partial<Record<TextChannel, number>>>
}

export interface PopConfig {
  readonly id: number
  readonly name: string
  /** The page that the tenant has composed here; null: the enterprise's own, at `url`. */
  readonly customPageId: number | null
  readonly url: string
  readonly params: readonly PopParam[]
  readonly trigger: PopTrigger
  readonly omitEmpty: boolean
  readonly afterFragment: boolean
  readonly openMode: OpenMode
  readonly passMode: PassMode
  readonly contextToken: boolean
  readonly grants: readonly PageGrant[]
  readonly rule: PopRule
  readonly position: number
  readonly version: number
}

export interface AllowListRule {
  readonly origin: string
  readonly pathPrefix: string
}

export interface RoutingConfig {
  readonly tenantId: number
  readonly revision: number
  readonly suspended: boolean
  readonly parameters: SystemParameters
  readonly queues: ReadonlyMap<number, QueueConfig>
  readonly routes: readonly CalledRouteConfig[]
  readonly agents: ReadonlyMap<string, AgentConfig>
  /** Enabled pops of the audio/video workbench, in their order. */
  readonly pops: readonly PopConfig[]
  readonly allowList: readonly AllowListRule[]
  /** Audio/video access codes; the first is the caller number of outbound calls. */
  readonly accessCodes: readonly string[]
  /** Origin of the workbench as pages see it, such as `https://desk.example.com`. */
  readonly workbenchOrigin: string
  /** IANA name: whose midnight ends the tenant's day. */
  readonly timeZone: string
  readonly numbering: ShownNumbering
  readonly capacity: CapacityConfig
  /** Weekly hours and special days by id, for whoever asks beside the queues. */
  readonly workingHours: ReadonlyMap<number, OpeningHours>
  readonly flows: FlowConfig
}

/** Whether the queue takes callers now. Those who wait already are served on. */
export const isQueueOpen = ({ hours }: QueueConfig, { timeZone }: RoutingConfig, now: number): boolean =>
  hours === null || isOpen(hours, now, timeZone)
