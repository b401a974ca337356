// The people of a small contact centre whose program and database fail: agents at their pages and desk telephones, who
// come back by themselves, and callers from a carrier, each with a number of their own.

import type { AgentCommandInput, AgentServerFrame, CallView, SeatView } from '@openseat/contracts'
import { SipPeer } from '@openseat/server/test-support/sip-peer'
import { setTimeout as delay } from 'node:timers/promises'
import WebSocket from 'ws'
import type { Ledger } from './ledger.ts'
import type { Site } from './site.ts'

type Result = Extract<AgentServerFrame, { type: 'result' }>

const answerMs = 4_000
const stepMs = 120
const talkMs = 1_500

export class Agent {
  readonly #site: Site
  readonly #ledger: Ledger
  readonly #login: string
  readonly #results = new Map<number, (result: Result | null) => void>()
  readonly calls = new Map<string, CallView>()
  seat: SeatView | null = null
  /** When a command was last said to be done, by the monotonic clock. */
  servedAt = 0
  #cookie = ''
  #socket: WebSocket | null = null
  #lastId = 0
  #toggle = false

  constructor(login: string, site: Site, ledger: Ledger) {
    this.#login = login
    this.#site = site
    this.#ledger = ledger
  }

  /** Works until the signal; then finishes what is open and stays idle. */
  async work(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      await this.#step().catch(() => this.#drop())
      await delay(stepMs)
    }
  }

  async settle(): Promise<void> {
    await this.#step().catch(() => this.#drop())
  }

  close(): void {
    this.#drop()
  }

  async #step(): Promise<void> {
    if (!this.#socket) return this.#connect()
    const { seat } = this
    if (!seat) return
    if (seat.state === 'signedOut') return void (await this.#send({ kind: 'signIn', queueIds: [this.#site.queueId], device: 'phone' }))
    if (seat.state === 'wrapUp') return this.#wrapUp()
    const talking = [...this.calls.values()].find(({ state }) => state === 'talking')
    // Every other one is left to its customer to end.
    const isOurs = talking && Number(talking.callId.split('-')[1]) % 2 === 0
    const since = talking?.answeredAt ? Date.parse(talking.answeredAt) : Infinity
    if (isOurs && Date.now() - since > talkMs) {
      this.#ledger.hungUpByAgent.add(talking.callId)
      return void (await this.#send({ kind: 'hangUp', callId: talking.callId }))
    }
    this.#toggle = !this.#toggle
    await this.#send({ kind: 'setAutoAnswer', on: this.#toggle })
  }

  async #wrapUp(): Promise<void> {
    const callId = [...this.calls.keys()].at(-1) ?? this.#lastCall
    if (callId !== '') await this.#note(callId)
    await this.#send({ kind: 'finishWrapUp' })
  }

  async #note(callId: string): Promise<void> {
    const notes = `note of ${callId}`
    const answer = await fetch(`${this.#site.origin}/api/contacts/${callId}/wrap-up`, {
      method: 'PUT',
      headers: { 'content-type': 'application/json', origin: this.#site.origin, cookie: this.#cookie },
      body: JSON.stringify({ reasonId: null, notes }),
      signal: AbortSignal.timeout(answerMs),
    })
    if (answer.ok) this.#ledger.notes.set(callId, notes)
  }

  #lastCall = ''

  async #connect(): Promise<void> {
    const { origin } = this.#site
    if (this.#cookie === '') this.#cookie = await this.#site.logIn(this.#login)
    const socket = new WebSocket(`${origin.replace('http', 'ws')}/ws/agent`, {
      headers: { cookie: this.#cookie, origin },
      handshakeTimeout: answerMs,
    })
    socket.on('error', () => undefined)
    socket.on('close', () => this.#socket === socket && this.#drop())
    socket.on('message', (data) => this.#onFrame(JSON.parse(String(data)) as AgentServerFrame))
    await new Promise<void>((resolve, reject) => {
      socket.once('open', resolve)
      socket.once('close', () => reject(new Error('closed')))
    })
    this.#socket = socket
    socket.send(
      JSON.stringify({ type: 'hello', browserId: `browser-${this.#login}`, tabId: `tab-${this.#login}`, after: null, wantsLead: true }),
    )
  }

  #drop(): void {
    this.#socket?.terminate()
    this.#socket = null
    this.seat = null
    for (const settle of this.#results.values()) settle(null)
    this.#results.clear()
  }

  async #send(command: AgentCommandInput): Promise<boolean> {
    const id = (this.#lastId += 1)
    const answered = new Promise<Result | null>((resolve) => this.#results.set(id, resolve))
    this.#socket?.send(JSON.stringify({ type: 'command', id, command }))
    const result = await Promise.race([answered, delay(answerMs, null)])
    this.#results.delete(id)
    // A server that does not answer is left, and asked again: another one may have taken over.
    if (!result) throw new Error('no answer')
    if (result.ok) this.servedAt = performance.now()
    return result.ok
  }

  #onFrame(frame: AgentServerFrame): void {
    if (frame.type === 'ping') this.#socket?.send(JSON.stringify({ type: 'pong', t: frame.t }))
    if (frame.type === 'result') this.#results.get(frame.id)?.(frame)
    if (frame.type === 'welcome' && frame.snapshot) {
      this.seat = frame.snapshot.seat
      this.calls.clear()
      for (const call of frame.snapshot.calls) this.#take(call)
    }
    if (frame.type !== 'event') return
    if (frame.event.type === 'seat.changed') this.seat = frame.event.seat
    if ('call' in frame.event) this.#take(frame.event.call)
  }

  #take(call: CallView): void {
    this.#lastCall = call.callId
    if (call.state === 'ended') this.calls.delete(call.callId)
    else this.calls.set(call.callId, call)
  }
}

/** One caller after the other from a carrier's address, several at once. */
export class Carrier {
  readonly peer: SipPeer
  readonly #site: Site
  readonly #ledger: Ledger
  #calls = 0

  private constructor(peer: SipPeer, site: Site, ledger: Ledger) {
    this.peer = peer
    this.#site = site
    this.#ledger = ledger
  }

  static async open(host: string, site: Site, ledger: Ledger): Promise<Carrier> {
    return new Carrier(await SipPeer.open({}, [{ transport: 'udp', host, port: 0 }]), site, ledger)
  }

  async call(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) await this.#callOnce()
  }

  async #callOnce(): Promise<void> {
    const ledger = this.#ledger
    const number = `139${String((this.#calls += 1)).padStart(8, '0')}`
    const life = this.#site.life
    const { callId, phone, end } = await this.peer.call(`sip:4466@127.0.0.1:${this.#site.sipPort}`, { as: number })
    const isAnswered = await this.#becomes(() => this.#has('answered', callId) || end() !== undefined, 10_000)
    const wasThere = life === this.#site.life
    if (this.#has('answered', callId)) {
      ledger.answered.add(number)
      // Longer than an agent whose turn it is waits before hanging up.
      await this.#becomes(() => end() !== undefined, this.#calls % 3 === 0 ? 1_000 : 6_000)
      if (end() === undefined) {
        this.peer.gateway.hangUp(callId)
        if (life === this.#site.life) ledger.hungUpByCaller.add(number)
      }
    } else if (!wasThere) ledger.broken += 1
    else if (isAnswered) ledger.turnedAway += 1
    else ledger.unanswered += 1
    if (end() === undefined) this.peer.gateway.hangUp(callId)
    phone.close()
    await delay(200)
  }

  #has(type: 'answered', callId: string): boolean {
    return this.peer.of(type).some((event) => event.callId === callId)
  }

  async #becomes(condition: () => boolean, ms: number): Promise<boolean> {
    for (const until = performance.now() + ms; performance.now() < until; await delay(20)) if (condition()) return true
    return condition()
  }
}

/** A desk telephone: answers every call. */
export async function deskPhone(host: string): Promise<SipPeer> {
  const peer = await SipPeer.open({}, [{ transport: 'udp', host, port: 0 }])
  const voices = new Map<string, { close: () => void }>()
  peer.onCall = (event) => void peer.answer(event).then((voice) => voices.set(event.callId, voice))
  peer.gateway.on((event) => {
    if (event.type !== 'ended') return
    voices.get(event.callId)?.close()
    voices.delete(event.callId)
  })
  return peer
}
