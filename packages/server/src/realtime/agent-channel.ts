// All pages of one agent: which browser holds the seat, which tab leads, and events to each page, in order and once.
import { socketCloseCodes, type AgentServerFrame, type SequencedEvent, type Snapshot } from '@openseat/contracts'
import { steadyNow } from '../clock.ts'

export interface Page {
  readonly browserId: string
  readonly tabId: string
  readonly wantsLead: boolean
  send(frame: AgentServerFrame): void
  close(code: number): void
}

interface Member {
  readonly page: Page
  /** `joining`: events are kept until the page has its snapshot. `elsewhere`: another browser holds the seat. */
  phase: 'joining' | 'live' | 'elsewhere'
  readonly held: SequencedEvent[]
  seq: number
}

const ringSize = 256

export class AgentChannel {
  readonly agentNumber: string
  readonly #members = new Map<Page, Member>()
  readonly #ring: SequencedEvent[] = []
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
  eventsAfter(seq: number): SequencedEvent[] | null {
    const missed = this.#ring.filter((event) => event.seq > seq)
    const first = missed[0]
    if (first === undefined) return this.#ring.at(-1)?.seq === seq ? [] : null
    return first.seq === seq + 1 ? missed : null
  }

  /** Brings a page up to date: a snapshot, or the events that it missed. */
  welcome(page: Page, start: { snapshot: Snapshot } | { missed: readonly SequencedEvent[]; after: number }): void {
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

  deliver(event: SequencedEvent): void {
    this.#ring.push(event)
    if (this.#ring.length > ringSize) this.#ring.shift()
    for (const member of this.#members.values()) {
      if (member.phase === 'joining') member.held.push(event)
      if (member.phase === 'live') this.#pass(member, event)
    }
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

  #pass(member: Member, event: SequencedEvent): void {
    if (event.seq <= member.seq) return
    member.seq = event.seq
    member.page.send({ type: 'event', ...event })
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
