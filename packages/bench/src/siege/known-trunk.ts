// The one whom a siege must not hurt: a trunk that asks by OPTIONS whether we are there and brings in calls.

import { SipPeer } from '@openseat/server/test-support/sip-peer'

export interface Measured {
  readonly optionsMs: number[]
  readonly answeredMs: number[]
  /** OPTIONS without an answer within seconds, calls that were refused, and calls of which nothing came. */
  readonly unanswered: number
  readonly refused: number
  readonly lost: number
}

const PATIENCE_MS = 5_000
const PAUSE_MS = 100

export class KnownTrunk {
  readonly #peer: SipPeer
  readonly #uri: (user: string) => string

  private constructor(peer: SipPeer, uri: (user: string) => string) {
    this.#peer = peer
    this.#uri = uri
  }

  static async open(host: string, uri: (user: string) => string): Promise<KnownTrunk> {
    return new KnownTrunk(await SipPeer.open({}, [{ transport: 'udp', host, port: 0 }]), uri)
  }

  get port(): number {
    return this.#peer.port()
  }

  /** Calls one after the other for so long; each is hung up on as soon as it was answered. */
  async measure(ms: number, number: string): Promise<Measured> {
    const measured = { optionsMs: [] as number[], answeredMs: [] as number[], unanswered: 0, refused: 0, lost: 0 }
    const endAt = performance.now() + ms
    while (performance.now() < endAt) {
      const askedAt = performance.now()
      const status = await within(this.#peer.gateway.probe(this.#uri('')))
      if (status === undefined) measured.unanswered += 1
      else measured.optionsMs.push(performance.now() - askedAt)
      await this.#call(number, measured)
      await new Promise((resolve) => setTimeout(resolve, PAUSE_MS))
    }
    return measured
  }

  close(): Promise<void> {
    return this.#peer.close()
  }

  async #call(number: string, measured: { answeredMs: number[]; refused: number; lost: number }): Promise<void> {
    const calledAt = performance.now()
    const { callId, phone, end } = await this.#peer.call(this.#uri(number))
    const outcome = await within(
      new Promise<'answered' | 'refused'>((resolve) => {
        const stop = this.#peer.gateway.on((event) => {
          if (!('callId' in event) || event.callId !== callId) return
          if (event.type !== 'answered' && event.type !== 'ended') return
          stop()
          resolve(event.type === 'answered' ? 'answered' : 'refused')
        })
      }),
    )
    if (outcome === 'answered') measured.answeredMs.push(performance.now() - calledAt)
    else if (outcome === 'refused' && end()?.kind !== 'lost') measured.refused += 1
    else measured.lost += 1
    this.#peer.gateway.hangUp(callId)
    phone.close()
  }
}

const within = <T>(promise: Promise<T>): Promise<T | undefined> =>
  Promise.race([promise, new Promise<undefined>((resolve) => setTimeout(() => resolve(undefined), PATIENCE_MS))])
