// Bindings of registered phones: digest, expiry, order of requests (RFC 3261 section 10.3). A binding keeps the flow that
// it was registered on, so a call to it goes back through the same NAT.

import { DigestServer, type DigestServerSettings } from '../auth/digest-server.ts'
import type { Clock } from '../base/clock.ts'
import { formatAddress, addressOf, type Address } from '../message/address.ts'
import type { ResponseContent } from '../message/build.ts'
import { addressesOf, headerOf, headersOf, type Header, type SipRequest } from '../message/sip-message.ts'
import { parseNumber } from '../message/tokens.ts'
import { isSipUri } from '../message/uri.ts'
import type { ServerTransaction } from '../transaction/server-transaction.ts'
import { CountedHosts } from '../transport/counted-hosts.ts'
import type { Flow, HostPort } from '../transport/flow.ts'
import type { Binding } from './binding.ts'
import { restoredBindings, storedBindings, type BindingStore } from './binding-store.ts'

export type RegistrarSettings = DigestServerSettings & {
  /** Default 60: less is answered with 423. */
  minimumSeconds?: number
  /** Default 3600: more is cut to it. */
  maximumSeconds?: number
  /** Without, phones are unknown after a restart until they register again. */
  bindings?: BindingStore
}

export type RegistrarParts = { settings: RegistrarSettings; clock: Clock; onChanged: (user: string, registered: boolean) => void }

const MAX_BINDINGS_PER_USER = 10
const CLEANING_MS = 30_000

export class Registrar {
  readonly #parts: RegistrarParts
  readonly #digest: DigestServer
  readonly #bindings = new Map<string, Binding[]>()
  readonly #onFlow = new Map<string, Binding[]>()
  readonly #hosts = new CountedHosts()
  #cancelCleaning: () => void

  constructor(parts: RegistrarParts) {
    this.#parts = parts
    this.#digest = new DigestServer(parts.settings, parts.clock)
    this.#cancelCleaning = parts.clock.after(CLEANING_MS, () => this.#clean())
  }

  /** What was known before the restart; nobody is told of it. */
  async restore(flowTo: (remote: HostPort) => Promise<Flow>): Promise<void> {
    const { settings, clock } = this.#parts
    const stored = (await settings.bindings?.load()) ?? []
    for (const [user, bindings] of await restoredBindings(stored, { clock, flowTo })) this.#keep(user, bindings)
  }

  /** Where a user can be reached now, the latest first. */
  bindingsOf(user: string): Binding[] {
    const nowMs = this.#parts.clock.nowMs()
    return (this.#bindings.get(user) ?? []).filter(({ expiresAtMs, flow }) => expiresAtMs > nowMs && flow.open)
  }

  /** The user that is registered on this flow, for calls that come from it. */
  userOn(flow: Flow): string | undefined {
    const nowMs = this.#parts.clock.nowMs()
    const live = this.#onFlow.get(flow.id)?.filter(({ expiresAtMs, flow: { open } }) => expiresAtMs > nowMs && open)
    return live?.[0]?.user
  }

  /** Takes all of a user's bindings away. */
  forget(user: string): void {
    this.#set(user, [])
  }

  /** The user who sent this, by his password; or the challenge for him. Keeps nothing of it. */
  prove(request: SipRequest, host: string): { user: string } | { answer: ResponseContent } {
    const kind = request.method === 'REGISTER' ? 'www' : 'proxy'
    const verdict = this.#digest.verify(request, kind, host)
    if (verdict.ok) return { user: verdict.username }
    const headers = this.#digest.challenge(kind, host, { stale: verdict.stale, peer: request })
    return { answer: { status: kind === 'www' ? 401 : 407, headers } }
  }

  /** A REGISTER whose sender proved his password. */
  receive(transaction: ServerTransaction): void {
    const { request } = transaction
    const user = isSipUri(request.to.uri) ? request.to.uri.user : undefined
    if (user === undefined) return void transaction.respond({ status: 400 })
    if (user !== transaction.user) return void transaction.respond({ status: 403 })
    const refusal = this.#apply(user, transaction)
    if (refusal === undefined) transaction.respond({ status: 200, headers: this.#contactsOf(user) })
    else transaction.respond(refusal)
  }

  /** Whether a phone is registered from this address. */
  hasHost(host: string): boolean {
    return this.#hosts.has(host)
  }

  close(): void {
    this.#cancelCleaning()
    this.#bindings.clear()
    this.#onFlow.clear()
  }

  /** All or nothing; a refusal changes nothing. */
  #apply(user: string, { request, flow }: ServerTransaction): { status: number; headers?: Header[] } | undefined {
    const contacts = headersOf(request, 'contact').includes('*') ? ('*' as const) : addressesOf(request, 'contact')
    const old = this.#bindings.get(user) ?? []
    if (old.some(({ callId, sequence }) => callId === request.callId && request.cseq.number <= sequence)) return { status: 500 }
    if (contacts === '*') return this.#removeAll(user, request)
    const wishes = contacts.map((contact) => ({ contact, seconds: this.#secondsFor(contact, request) }))
    const { minimumSeconds = 60 } = this.#parts.settings
    if (wishes.some(({ seconds }) => seconds > 0 && seconds < minimumSeconds)) {
      return { status: 423, headers: [{ name: 'min-expires', value: String(minimumSeconds) }] }
    }
    const made = wishes.flatMap(({ contact, seconds }) =>
      seconds === 0 ? [] : [this.#bindingOf({ user, contact, seconds, request, flow })],
    )
    const named = new Set(contacts.map(({ uri }) => uri.text))
    const kept = old.filter(({ contact }) => !named.has(contact.text))
    if (contacts.length > 0) this.#set(user, [...made, ...kept].slice(0, MAX_BINDINGS_PER_USER))
    return undefined
  }

  #bindingOf(p: { user: string; contact: Address; seconds: number; request: SipRequest; flow: Flow }): Binding {
    const { user, contact, seconds, request, flow } = p
    const expiresAtMs = this.#parts.clock.nowMs() + seconds * 1000
    return { user, contact: contact.uri, flow, expiresAtMs, callId: request.callId, sequence: request.cseq.number }
  }

  #removeAll(user: string, request: SipRequest): { status: number } | undefined {
    if (headerOf(request, 'expires') !== '0') return { status: 400 }
    this.#set(user, [])
    return undefined
  }

  #secondsFor(contact: Address, request: SipRequest): number {
    const text = contact.params.get('expires') ?? headerOf(request, 'expires') ?? '3600'
    return Math.min(parseNumber(text, 0xffff_ffff) ?? 3600, this.#parts.settings.maximumSeconds ?? 3600)
  }

  #set(user: string, bindings: Binding[]): void {
    const before = this.#bindings.has(user)
    const { settings, clock } = this.#parts
    this.#keep(user, bindings)
    settings.bindings?.save(user, storedBindings(bindings, clock))
    if (before !== bindings.length > 0) this.#parts.onChanged(user, !before)
  }

  #keep(user: string, bindings: Binding[]): void {
    this.#index(user, bindings)
    if (bindings.length === 0) this.#bindings.delete(user)
    else this.#bindings.set(user, bindings)
  }

  /** By flow, so that a call's origin is found without a walk through all phones. */
  #index(user: string, bindings: readonly Binding[]): void {
    for (const { flow } of this.#bindings.get(user) ?? []) {
      this.#hosts.remove(flow.remote.host)
      const others = (this.#onFlow.get(flow.id) ?? []).filter((binding) => binding.user !== user)
      if (others.length > 0) this.#onFlow.set(flow.id, others)
      else this.#onFlow.delete(flow.id)
    }
    for (const binding of bindings) {
      this.#hosts.add(binding.flow.remote.host)
      this.#onFlow.set(binding.flow.id, [...(this.#onFlow.get(binding.flow.id) ?? []), binding])
    }
  }

  #contactsOf(user: string): Header[] {
    const nowMs = this.#parts.clock.nowMs()
    return this.bindingsOf(user).map(({ contact, expiresAtMs }) => ({
      name: 'contact',
      value: `${formatAddress(addressOf(contact))};expires=${Math.ceil((expiresAtMs - nowMs) / 1000)}`,
    }))
  }

  #clean(): void {
    for (const [user, bindings] of this.#bindings) {
      const live = this.bindingsOf(user)
      if (live.length < bindings.length) this.#set(user, live)
    }
    this.#cancelCleaning = this.#parts.clock.after(CLEANING_MS, () => this.#clean())
  }
}
