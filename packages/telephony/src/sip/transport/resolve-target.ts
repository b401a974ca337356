// Where a SIP URI leads: numeric address, SRV, address record, in that order (RFC 3263, without NAPTR).

import { lookup, resolveSrv } from 'node:dns/promises'
import { isIP } from 'node:net'
import type { HostPort, TransportName } from './flow.ts'

export type Target = { transport: TransportName; host: string; port: number | undefined }

/** `families` of IP in which we can send, the preferred one first. Rejects when the name is unknown. */
export const resolveTarget = async ({ transport, host, port }: Target, families: readonly (4 | 6)[] = [4]): Promise<HostPort> => {
  const bare = host.replace(/^\[|\]$/g, '')
  const standardPort = transport === 'tls' ? 5061 : 5060
  if (isIP(bare) !== 0) return { host: bare, port: port ?? standardPort }
  const service = port === undefined ? await bestService(transport, bare) : undefined
  return { host: await addressOf(service?.host ?? bare, families), port: service?.port ?? port ?? standardPort }
}

/** Of the first family that the name has an address in. */
const addressOf = async (name: string, [family, ...others]: readonly (4 | 6)[]): Promise<string> => {
  if (family === undefined) throw new Error(`no address of ${name} in our families`)
  const found = await lookup(name, { family }).catch(() => undefined)
  return found?.address ?? addressOf(name, others)
}

const bestService = async (transport: TransportName, host: string): Promise<HostPort | undefined> => {
  const name = transport === 'tls' ? `_sips._tcp.${host}` : `_sip._${transport}.${host}`
  const records = await resolveSrv(name).catch(() => [])
  const [best] = records.sort((a, b) => a.priority - b.priority || b.weight - a.weight)
  return best && { host: best.name, port: best.port }
}
