// The automatic contact distributor of one tenant: inputs in, changes out. Pure: no clock, no ids, no I/O of its own.
// The caller stores the changes before anyone is told of them.
import type { AgentSession } from '../agent/agent-session.ts'
import type { CommandFrom, Reply } from '../acd/command.ts'
import { settle } from '../acd/routing.ts'
import type { StateChanges } from '../acd/tenant-state.ts'
import { isCall } from '../config/channels.ts'
import type { RoutingConfig } from '../config/routing-config.ts'
import { isLive, type Contact } from '../contact/contact.ts'
import { flowPlans, type FlowPlan } from '../in-flow/flow-plan.ts'
import { storedTalk } from '../voice/stored-talk.ts'
import { takeVoiceChanges, type VoiceChanges } from '../voice/voice-changes.ts'
import { newCentre, type Centre } from './centre.ts'
import { runCommand, type CentreCommand } from './command-table.ts'
import { take, type AcdInput } from './input-table.ts'
import { answer, type Answer, type Given, type QuestionName } from './questions.ts'
import { restore, type Stored } from './restore.ts'
import { contactText, sessionText } from './stored.ts'

/** A contact as an input left it: what happens next does not change it. */
export interface ContactChange {
  readonly contact: Readonly<Contact>
  /** For the row; null once it has ended. */
  readonly stored: string | null
}

export interface SessionChange {
  readonly session: Readonly<AgentSession>
  /** For the row. */
  readonly stored: string
}

/** What inputs changed: to be stored first, told afterwards. */
export interface Changes extends Pick<StateChanges, 'timeline' | 'events' | 'rejections'>, VoiceChanges {
  readonly contacts: readonly ContactChange[]
  readonly sessions: readonly SessionChange[]
  /** Of changed contacts that a flow has, or had: what is to be done for them. */
  readonly flows: readonly FlowPlan[]
}

export class Acd {
  /** Whoever is not of the domain asks by name instead. */
  readonly centre: Centre

  constructor(config: RoutingConfig) {
    this.centre = newCentre(config)
  }

  /** Takes over what was stored; call once, before any input. */
  restore(stored: Stored, now: number): void {
    restore(this.centre, stored, now)
    settle(this.centre.state, now)
  }

  handle(input: AcdInput, now: number): void {
    take(this.centre, input, now)
    settle(this.centre.state, now)
  }

  command(from: CommandFrom, command: CentreCommand, now: number): Reply {
    const reply = runCommand(this.centre, from, command, now)
    settle(this.centre.state, now)
    return reply
  }

  /** Changes nothing. */
  ask<N extends QuestionName>(name: N, given: Given<N>, now: number): Answer<N> {
    return answer(this.centre, name, given, now)
  }

  /** What changed since it was last asked. */
  takeChanges(): Changes {
    const { contacts, sessions, ...others } = this.centre.state.takeChanges()
    return {
      ...others,
      ...takeVoiceChanges(this.centre.voice, contacts),
      flows: flowPlans(this.centre.voice, contacts),
      contacts: [...contacts].map((contact) => this.#contactChange(contact)),
      sessions: [...sessions].map((session) => ({ session: { ...session }, stored: sessionText(session) })),
    }
  }

  /** When `deadlines` is to be given next, epoch milliseconds, or null. */
  nextDeadline(): number | null {
    const { deadlines, days } = this.centre.state
    const due = deadlines.peek()?.value ?? null
    return due === null || days.end === null ? (due ?? days.end) : Math.min(due, days.end)
  }

  get config(): RoutingConfig {
    return this.centre.state.config
  }

  #contactChange(contact: Contact): ContactChange {
    const copy = { ...contact, participants: contact.participants.map((participant) => ({ ...participant })) }
    if (!isLive(contact)) return { contact: copy, stored: null }
    const talk = isCall(contact.channel) ? storedTalk(this.centre.voice.talkOf(contact)) : null
    return { contact: copy, stored: contactText({ contact, talk }) }
  }
}
