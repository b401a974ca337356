// All pages of one agent: which browser holds the seat, which tab leads, and events to each page, in order and once.
import { socketCloseCodes, type AgentServerFrame, type SequencedEvent, type Snapshot } from '@openseat/contracts'
import { steadyNow } from '../runtime/clock.ts'
import { EventRing, told, type ToldEvent } from './event-ring.ts'

export interface Page {
  readonly browserId: string
  readonly tabId: string
  readonly wantsLead: boolean
  send(frame: AgentServerFrame): void
  /** A frame that is text already. */
  sendText(text: string): void
  close(code: number): void
}

interface Member {
  readonly page: Page
  /** `joining`: events are kept until the page has its snapshot. `elsewhere`: another browser holds the seat. */
  phase: 'joining' | 'live' | 'elsewhere'
  readonly held: ToldEvent[]
  seq: number
}

/** A page that is still waiting for its snapshot after so many comes again. */
const heldAtMost = 256

export class AgentChannel {
  readonly agentNumber: string
  readonly #members = new Map<Page, Member>()
  readonly #ring = new EventRing()
  #leader: Page | null = null

  constructor(agentNumber: string) {
    this.agentNumber = agentNumber
  }

  get isEmpty(): boolean {
    return this.#members.size === 0
  }

  /** Pages that hold the seat (or could, while nobody does). */
  get livePages(): Page[] {
    return [...this.#members.values()].filter(({ phase }) => phase !== 'elsewhere').map(({ page }) => page)
  }

  get allPages(): Page[] {
    return [...this.#members.keys()]
  }

  has(page: Page): boolean {
    return this.#members.has(page)
  }

  isLeader(page: Page): boolean {
    return this.#leader === page
  }

  isElsewhere(page: Page): boolean {
    return this.#members.get(page)?.phase === 'elsewhere'
  }

  join(page: Page): void {
    this.#members.set(page, { page, phase: 'joining', held: [], seq: 0 })
    this.#electIfNeeded()
  }

  leave(page: Page): void {
    this.#members.delete(page)
    if (this.#leader !== page) return
    this.#leader = null
    this.#electIfNeeded()
  }

  /** Events after `seq` from memory, or null when they are no longer all there. */
  eventsAfter(seq: number): readonly ToldEvent[] | null {
    return this.#ring.after(seq)
  }

  /** Brings a page up to date: a snapshot, or the events that it missed. */
  welcome(page: Page, start: { snapshot: Snapshot } | { missed: readonly ToldEvent[]; after: number }): void {
    const member = this.#members.get(page)
    if (!member) return
    member.phase = 'live'
    this.#electIfNeeded()
    const snapshot = 'snapshot' in start ? start.snapshot : null
    member.seq = 'snapshot' in start ? start.snapshot.seq : start.after
    page.send(this.#welcomeFrame(page, { snapshot, elsewhere: false }))
    const events = 'missed' in start ? [...start.missed, ...member.held] : member.held
    for (const event of events) this.#pass(member, event)
    member.held.length = 0
  }

  /** Another browser holds the seat: the page is told, and waits. */
  putElsewhere(page: Page): void {
    const member = this.#members.get(page)
    if (!member) return
    member.phase = 'elsewhere'
    if (this.#leader === page) this.#leader = null
    this.#electIfNeeded()
    page.send(this.#welcomeFrame(page, { snapshot: null, elsewhere: true }))
  }

  deliver(sequenced: SequencedEvent): void {
    const event = told(sequenced)
    this.#ring.push(event)
    for (const member of this.#members.values()) {
      if (member.phase === 'joining') this.#hold(member, event)
      if (member.phase === 'live') this.#pass(member, event)
    }
  }

  #hold({ page, held }: Member, event: ToldEvent): void {
    if (held.length < heldAtMost) held.push(event)
    else page.close(socketCloseCodes.tooSlow)
  }

  takeLead(page: Page): void {
    if (!this.#members.has(page) || this.#leader === page) return
    this.#leader = page
    this.#tellLead()
  }

  notice(frame: AgentServerFrame): void {
    for (const page of this.#members.keys()) page.send(frame)
  }

  tellLeader(frame: AgentServerFrame): void {
    this.#leader?.send(frame)
  }

  /** The seat went to `browserId`: pages of other browsers are closed. */
  closeOthers(browserId: string): void {
    for (const page of this.#members.keys()) if (page.browserId !== browserId) page.close(socketCloseCodes.takenOver)
  }

  #welcomeFrame(page: Page, { snapshot, elsewhere }: { snapshot: Snapshot | null; elsewhere: boolean }): AgentServerFrame {
    const serverTime = new Date(steadyNow()).toISOString()
    return { type: 'welcome', agentNumber: this.agentNumber, serverTime, leader: this.isLeader(page), elsewhere, snapshot }
  }

  #pass(member: Member, event: ToldEvent): void {
    if (event.seq <= member.seq) return
    member.seq = event.seq
    member.page.sendText(event.text)
  }

  /** The newest page that wants it, else the newest of all. */
  #electIfNeeded(): void {
    if (this.#leader) return
    const pages = this.livePages
    this.#leader = pages.findLast((page) => page.wantsLead) ?? pages.at(-1) ?? null
    if (this.#leader) this.#tellLead()
  }

  #tellLead(): void {
    for (const { page, phase } of this.#members.values()) {
      if (phase === 'live') page.send({ type: 'lead', leader: this.isLeader(page) })
    }
  }
}
