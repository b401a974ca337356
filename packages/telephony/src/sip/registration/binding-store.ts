// What is kept of a registered phone, so that it can be called after a restart before it registers again.
// Over UDP alone: the connections of TCP and TLS are gone, and their phones notice that themselves. Bytes that are no UTF-8 are
// in no store: such a phone registers again by itself.

import type { Clock } from '../base/clock.ts'
import { isSipUri, parseUri } from '../message/uri.ts'
import type { Flow, HostPort } from '../transport/flow.ts'
import type { Binding } from './binding.ts'

export type StoredBinding = {
  user: string
  /** The URI as the phone wrote it. */
  contact: string
  /** Where it registered from. */
  remote: HostPort
  /** Milliseconds since 1970. */
  expiresAt: number
  callId: string
  sequence: number
}

/** The owner's memory. */
export type BindingStore = {
  /** At the start, once; a rejection is one of `SipGateway.open`. */
  load: () => Promise<readonly StoredBinding[]>
  /** All that a user has from now on, at each change; empty = forget him. Must not throw. */
  save: (user: string, bindings: readonly StoredBinding[]) => void
}

export const storedBindings = (bindings: readonly Binding[], clock: Clock): StoredBinding[] =>
  bindings
    .filter(({ flow, contact, callId }) => flow.transport === 'udp' && contact.text.isWellFormed() && callId.isWellFormed())
    .map(({ user, contact, flow, expiresAtMs, callId, sequence }) => ({
      user,
      contact: contact.text,
      remote: { ...flow.remote },
      expiresAt: Math.round(Date.now() + expiresAtMs - clock.nowMs()),
      callId,
      sequence,
    }))

/** Those that still hold, by user. */
export const restoredBindings = async (
  stored: readonly StoredBinding[],
  { clock, flowTo }: { clock: Clock; flowTo: (remote: HostPort) => Promise<Flow> },
): Promise<Map<string, Binding[]>> => {
  const byUser = new Map<string, Binding[]>()
  for (const { user, contact: text, remote, expiresAt, callId, sequence } of stored) {
    const contact = parseUri(text)
    const leftMs = expiresAt - Date.now()
    const flow = await flowTo(remote).catch(() => undefined)
    if (leftMs <= 0 || contact === undefined || !isSipUri(contact) || flow === undefined) continue
    const binding: Binding = { user, contact, flow, expiresAtMs: clock.nowMs() + leftMs, callId, sequence }
    byUser.set(user, [...(byUser.get(user) ?? []), binding])
  }
  return byUser
}
