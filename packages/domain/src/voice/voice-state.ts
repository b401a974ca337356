// All that a tenant's calls have beside their contacts: their talks, by room, and what lines are to do. Holds; decides nothing.
import type { Language } from '@openseat/contracts'
import type { TenantState } from '../acd/tenant-state.ts'
import { isLive, type Contact } from '../contact/contact.ts'
import type { Leg } from './leg.ts'
import { legIn, legsOf, newTalk, type Talk } from './talk.ts'

/** Whom a line is rung for: any number, or the telephone that stands in an agent's settings. */
export type LineTarget =
  | ({ readonly kind: 'number' } & DialledForms<string>)
  | ({ readonly kind: 'agentPhone'; readonly agentNumber: string; readonly phone: string } & DialledForms<string | null>)

/** A number outside as the tenant dials it, and as E.164; null where there is none. */
interface DialledForms<T> {
  readonly number: T
  readonly e164: string | null
}

export interface DialLine {
  readonly type: 'dialLine'
  readonly room: string
  readonly leg: string
  readonly callId: string
  readonly target: LineTarget
  /** What the called one is shown. */
  readonly callerNumber: string
  readonly callerName: string
}

export type VoiceAction =
  | { readonly type: 'sendDigits'; readonly room: string; readonly leg: string; readonly digits: string }
  | DialLine
  /** A short tone to everyone in the room: a recording begins. */
  | { readonly type: 'playNotice'; readonly room: string }
  /** Everyone in the room is told who answers. */
  | { readonly type: 'announceAgent'; readonly room: string; readonly agentNumber: string; readonly language: Language }

/** One leg of one room. */
export interface RoomLeg {
  readonly room: string
  readonly leg: string
}

export class VoiceState {
  readonly state: TenantState
  #actions: VoiceAction[] = []
  /** A talk lives as long as its contact is remembered. */
  readonly #talks = new WeakMap<Contact, Talk>()
  readonly #rooms = new Map<string, Set<Talk>>()

  constructor(state: TenantState) {
    this.state = state
  }

  /** A contact becomes a call. */
  begin(facts: Pick<Talk, 'contact' | 'roomId'> & Partial<Talk>): Talk {
    const talk = newTalk(facts)
    this.#talks.set(talk.contact, talk)
    const room = this.#rooms.get(talk.roomId) ?? new Set()
    this.#rooms.set(talk.roomId, room.add(talk))
    return talk
  }

  /** The contact has ended: its legs are nobody's, but for those that the room's other talks have. */
  end(talk: Talk): void {
    const room = this.#rooms.get(talk.roomId)
    room?.delete(talk)
    if (room?.size === 0) this.#rooms.delete(talk.roomId)
  }

  talkOf(contact: Contact): Talk {
    const talk = this.#talks.get(contact)
    if (!talk) throw new Error(`${contact.callId} is no call`)
    return talk
  }

  /** The talk of a contact that lives. */
  liveTalk(callId: string | null): Talk | undefined {
    const contact = this.state.contacts.get(callId ?? '')
    return contact && isLive(contact) ? this.#talks.get(contact) : undefined
  }

  /** Live talks of a room, in the order in which they began. */
  inRoom(roomId: string): Talk[] {
    return [...(this.#rooms.get(roomId) ?? [])]
  }

  /** The leg, and every talk that has it. */
  at({ room, leg: id }: RoomLeg): { readonly leg: Leg; readonly talks: readonly Talk[] } | null {
    const talks = this.inRoom(room).filter((talk) => legIn(talk, id))
    const leg = talks[0] && legIn(talks[0], id)
    return leg ? { leg, talks } : null
  }

  legIn(roomId: string, id: string): Leg | undefined {
    return this.at({ room: roomId, leg: id })?.leg
  }

  /** Lines that legs stand for, by the signalling side's names. */
  lines(): (RoomLeg & { readonly ref: string })[] {
    return [...this.#rooms].flatMap(([room, talks]) => {
      const legs = new Set([...talks].flatMap(legsOf))
      return [...legs].flatMap(({ id, lineRef }) => (lineRef === null ? [] : [{ room, leg: id, ref: lineRef }]))
    })
  }

  /** Call after each change of a talk or of its legs. */
  touch(talk: Talk): void {
    this.state.touch(talk.contact)
  }

  act(action: VoiceAction): void {
    this.#actions.push(action)
  }

  takeActions(): VoiceAction[] {
    const taken = this.#actions
    this.#actions = []
    return taken
  }
}
