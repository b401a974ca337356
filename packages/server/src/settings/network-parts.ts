// What the configuration of the telephone network needs beyond the database: secrets, and the network's state as of now.

import { BlockList, isIP } from 'node:net'
import { listOf, type TrunkState } from '@openseat/contracts'
import { parseUri } from '@openseat/telephony/sip/message/uri'
import type { SecretBox } from '../access/secret-box.ts'
import type { Settings } from './settings.ts'

/** The realm of the phones' digests. What is stored depends on it: it never changes. */
export const phoneRealm = 'openseat'

export interface TrunkStatus {
  readonly state: TrunkState
  readonly since: number | null
  readonly calls: number
}

/** The network as it is now. */
export interface NetworkState {
  trunkStatus(trunkId: number): TrunkStatus
  isRegistered(userName: string): boolean
}

export interface NetworkParts {
  readonly secrets: SecretBox
  readonly state: NetworkState
  /** Networks that agents' fixed `sip:` addresses may lead to, besides the trunks' hosts. */
  readonly contacts: readonly string[]
}

/** Before the network is up, and where there is none. */
export const noNetwork: NetworkState = {
  trunkStatus: () => ({ state: 'unknown', since: null, calls: 0 }),
  isRegistered: () => false,
}

/** Whether a numeric address lies in one of the addresses and networks; throws for a list that is none. */
export function addressMatcher(list: readonly string[]): (host: string) => boolean {
  const block = new BlockList()
  for (const entry of list) {
    const [address = '', bits] = entry.split('/')
    const family = isIP(address) === 6 ? 'ipv6' : 'ipv4'
    if (bits === undefined) block.addAddress(address, family)
    else block.addSubnet(address, Number(bits), family)
  }
  return (host) => {
    const bare = host.replace(/^\[|\]$/g, '').replace(/^::ffff:/i, '')
    return isIP(bare) !== 0 && block.check(bare, isIP(bare) === 6 ? 'ipv6' : 'ipv4')
  }
}

/** The host of a `sip:` or `sips:` address of somebody; undefined when it is none. */
function contactHost(phone: string): string | undefined {
  const uri = parseUri(phone)
  return uri !== undefined && /^sips?$/.test(uri.scheme) && uri.user !== undefined ? uri.host : undefined
}

/** Whether a fixed address leads to a trunk's host (as written there) or into an allowed network (numerically). */
export function contactChecker(trunkHosts: readonly string[], contacts: readonly string[]): (phone: string) => boolean {
  const hosts = new Set(trunkHosts.map((host) => host.toLowerCase()))
  const isAllowed = addressMatcher(contacts.flatMap(listOf))
  return (phone) => {
    const host = contactHost(phone)
    return host !== undefined && (hosts.has(host) || isAllowed(host))
  }
}

/** The checker as of now. Trunks are the platform's rows, which no tenant's transaction sees. */
export async function readContacts({ settings, network }: ContactSource): Promise<(phone: string) => boolean> {
  const rows = await settings.read(0, (trx) => trx.selectFrom('trunk').select('host').where('enabled', '=', true).execute())
  return contactChecker(
    rows.map(({ host }) => host),
    network?.contacts ?? [],
  )
}

interface ContactSource {
  readonly settings: Settings
  readonly network: NetworkParts | undefined
}
