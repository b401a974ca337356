// Who may reach us on the SIP port, and as whom: phones that prove their password, and trunks by their addresses with the
// numbers that they may bring in. Everybody else meets silence, or 403 where the operator wants that. Whoever registers is
// asked for a password, whatever name he gives, so that nobody learns which phones there are.

import type { Admission, Arrival, IncomingCallEvent } from '@openseat/telephony/sip/index'
import { calledText } from './called.ts'
import { isCallable } from './incoming-text.ts'
import { comeAgainSeconds } from '../../load/overload.ts'
import type { Origin } from './line.ts'
import type { NetworkDirectory, TrunkEntry } from './network-directory.ts'
import { isInRanges } from './numbers.ts'

export interface CallAdmissionParts {
  readonly directory: NetworkDirectory
  /** Where the carrier is that a trunk is registered with. */
  readonly remoteOf: (trunkId: number) => string | undefined
  readonly unknownSources: 'silence' | 'forbid'
  /** Whether a trunk has all the calls that it may have. */
  readonly isFull: (trunk: TrunkEntry) => boolean
  /** Whether there is too much to do for a new call. */
  readonly refusesNew: () => boolean
  /** A trunk brings a number that it may not bring in. */
  readonly stray: (trunk: TrunkEntry, called: string) => void
}

const bare = (host: string): string => host.replace(/^::ffff:/i, '')

export class CallAdmission {
  readonly #parts: CallAdmissionParts

  constructor(parts: CallAdmissionParts) {
    this.#parts = parts
  }

  /** Decides on a request before anything is answered, without a question to the database. */
  admit({ method, uri, source, registeredUser, replaces }: Arrival): Admission {
    const { directory, unknownSources, isFull, refusesNew, stray } = this.#parts
    const stranger = unknownSources === 'forbid' ? { refuse: 403 } : 'ignore'
    if (method === 'REGISTER') return 'serve'
    if (registeredUser !== undefined && directory.phone(registeredUser)) return 'serve'
    const trunks = this.trunksAt(source.host)
    const [known] = trunks
    if (known === undefined) return stranger
    if (method !== 'INVITE') return 'serve'
    const called = calledText(uri)
    const bringing = trunks.filter((trunk) => mayBring(trunk, called))
    if (bringing.length === 0) {
      stray(known, called)
      return stranger
    }
    if (!isCallable(called)) return { refuse: 484 }
    if (bringing.every(isFull)) return { refuse: 503 }
    return !replaces && refusesNew() ? { refuse: 503, retryAfter: comeAgainSeconds } : 'serve'
  }

  /** Phones prove themselves at each call: a UDP address is easily written by somebody else. */
  challenges({ registeredUser, source }: Arrival): boolean {
    return registeredUser !== undefined || this.trunksAt(source.host).length === 0
  }

  /** The trunks whose address this is, in the operator's order. */
  trunksAt(host: string): TrunkEntry[] {
    const address = bare(host)
    return this.#parts.directory.trunks.filter(({ id, isFromTrunk }) => isFromTrunk(address) || this.#parts.remoteOf(id) === address)
  }

  /** Undefined when nobody known brings this number in, or it is no number. */
  originOf(event: IncomingCallEvent): { origin: Origin; dialled: string } | undefined {
    const found = this.#originOf(event)
    return found !== undefined && isCallable(found.dialled) ? found : undefined
  }

  #originOf({ registeredUser, source, requestUri, toAddress }: IncomingCallEvent): { origin: Origin; dialled: string } | undefined {
    const called = calledText(requestUri)
    if (registeredUser !== undefined) {
      const phone = this.#parts.directory.phone(registeredUser)
      return phone && { origin: { phone }, dialled: called }
    }
    for (const trunk of this.trunksAt(source.host)) {
      // Carriers call a registered line by its account, and name the called number in To.
      const dialled = called === trunk.user ? calledText(toAddress.uri) : called
      if (isInRanges(trunk.numberRanges, dialled)) return { origin: { trunk }, dialled }
    }
    return undefined
  }
}

const mayBring = (trunk: TrunkEntry, called: string): boolean =>
  isInRanges(trunk.numberRanges, called) || (called !== '' && called === trunk.user && trunk.numberRanges !== '')
