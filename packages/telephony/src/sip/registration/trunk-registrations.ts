// Our registrations with carriers, by the names that the owner gave them.

import type { Credentials } from '../auth/digest-client.ts'
import type { Stack } from '../dialog/stack.ts'
import { isSipUri, parseUri, type Uri } from '../message/uri.ts'
import type { Flow } from '../transport/flow.ts'
import { Registration, type RegistrationOutcome } from './registration.ts'

export type TrunkRegistration = {
  /** Such as `sip:4001@carrier.example;transport=tcp`. */
  account: string
  credentials: Credentials
  /** Default 300. */
  seconds?: number
}

export type TrunkOutcome = (trunk: string, outcome: RegistrationOutcome) => void

type Parts = { stack: Stack; connect: (uri: Uri) => Promise<Flow>; onOutcome: TrunkOutcome }

export class TrunkRegistrations {
  readonly #parts: Parts
  readonly #registrations = new Map<string, Registration>()

  constructor(parts: Parts) {
    this.#parts = parts
  }

  /** Throws when the account is not a SIP URI. */
  register(trunk: string, { account, ...settings }: TrunkRegistration): void {
    const uri = parseUri(account)
    if (uri === undefined || !isSipUri(uri) || uri.user === undefined) throw new Error(`not a SIP account: ${account}`)
    this.unregister(trunk)
    const { stack, connect, onOutcome } = this.#parts
    const registration = new Registration({
      stack,
      settings: { account: uri, ...settings },
      connect: () => connect(uri),
      onOutcome: (outcome) => onOutcome(trunk, outcome),
    })
    this.#registrations.set(trunk, registration)
  }

  unregister(trunk: string): void {
    this.#registrations.get(trunk)?.close()
    this.#registrations.delete(trunk)
  }

  flowOf(trunk: string | undefined): Flow | undefined {
    const flow = trunk === undefined ? undefined : this.#registrations.get(trunk)?.flow
    return flow?.open === true ? flow : undefined
  }

  close(): void {
    for (const trunk of this.#registrations.keys()) this.unregister(trunk)
  }
}
