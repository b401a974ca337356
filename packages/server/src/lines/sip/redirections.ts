// A trunk says by 3xx where the callee is now (RFC 3261 section 8.1.3.4). We call there as far as it lies within the trunk:
// at its host, or at an address that its calls may come from. Decides; calls nobody.

import { isIPv6 } from 'node:net'
import { parseUri, type Uri } from '@openseat/telephony/sip/index'
import type { DialAttempt } from './line.ts'
import type { TrunkEntry } from './network-directory.ts'

/** Of one call, at all addresses together. */
const maxAsked = 10

export interface Redirected {
  /** The one that was answered with 3xx. */
  readonly attempt: DialAttempt
  readonly trunk: TrunkEntry
  /** In the order in which they are wanted. */
  readonly contacts: readonly Uri[]
  /** Places at which the call was tried already. */
  readonly asked: ReadonlySet<string>
  /** Where the trunk is that we are registered with. */
  readonly remote: { readonly host: string } | undefined
}

export function redirectedAttempts({ attempt, trunk, contacts, asked, remote }: Redirected): DialAttempt[] {
  const isWithin = ({ host }: Uri): boolean =>
    host === hostOf(trunk) || trunk.isFromTrunk(host) || (remote !== undefined && host === hostOf(remote))
  const addresses = contacts.filter(isWithin).map((contact) => ({ contact, uri: addressOf(contact, trunk) }))
  const places = addresses.map(({ uri }) => placeOf(uri))
  const fresh = addresses.filter((_, index) => !asked.has(places[index] ?? '') && places.indexOf(places[index] ?? '') === index)
  return fresh.slice(0, Math.max(0, maxAsked - asked.size)).map(({ contact, uri }) => ({
    ...attempt,
    to: { uri },
    redirected: contact.host === hostOf(trunk) && (contact.port ?? 5060) === trunk.port ? 'here' : 'elsewhere',
  }))
}

/** The same for all spellings of one address. */
export function placeOf(address: string): string {
  const uri = parseUri(address)
  if (uri === undefined) return address
  const transport = uri.params.get('transport')?.toLowerCase() ?? (uri.scheme === 'sips' ? 'tls' : 'udp')
  return `${uri.user ?? ''}@${uri.host}:${uri.port ?? 5060} ${transport}`
}

/** As a URI writes it. */
const hostOf = ({ host }: { readonly host: string }): string => (isIPv6(host) ? `[${host}]` : host).toLowerCase()

/** A contact that names no transport is reached by the trunk's. */
const addressOf = ({ text, scheme, params }: Uri, { transport }: TrunkEntry): string =>
  scheme === 'sips' || params.has('transport') || transport === 'udp' ? text : `${text};transport=${transport}`
