// Which part of the network an address belongs to, and what an allowlist opens to the server.
// Sources: IANA special-purpose address registries (RFC 6890 and its heirs); addresses where clouds keep their secrets.
import { BlockList, isIP } from 'node:net'
import type { AllowListRule } from '@openseat/domain'
import { isListed } from '@openseat/domain/screen-pop/allow-list'

/** `forbidden`: link-local, metadata, multicast, translated, reserved. Nobody's page stands there. */
export type AddressKind = 'public' | 'intranet' | 'thisMachine' | 'forbidden'

/** Tells whether an address is in one of these networks. */
function block(family: 'ipv4' | 'ipv6', networks: string): (address: string) => boolean {
  const list = new BlockList()
  for (const network of networks.split(' ')) {
    const [base = '', bits] = network.split('/')
    list.addSubnet(base, Number(bits), family)
  }
  return (address) => list.check(address, family)
}

const reserved = '0.0.0.0/8 169.254.0.0/16 192.0.0.0/24 192.0.2.0/24 192.88.99.0/24 198.18.0.0/15 198.51.100.0/24 203.0.113.0/24'
const groups = '224.0.0.0/4 240.0.0.0/4'
/** Metadata of Alibaba Cloud and Azure, in ranges that are open otherwise. */
const metadata = '100.100.100.200/32 168.63.129.16/32'

const intranetFour = '10.0.0.0/8 100.64.0.0/10 172.16.0.0/12 192.168.0.0/16'
const intranetSix = 'fc00::/7'
/** Every network of that kind. */
export const intranet: readonly string[] = `${intranetFour} ${intranetSix}`.split(' ')

const four = {
  thisMachine: block('ipv4', '127.0.0.0/8'),
  forbidden: block('ipv4', `${reserved} ${groups} ${metadata}`),
  intranet: block('ipv4', intranetFour),
}

const six = {
  thisMachine: block('ipv6', '::1/128'),
  // Teredo and its neighbours, documentation, 6to4; metadata of AWS.
  forbidden: block('ipv6', '2001::/23 2001:db8::/32 2002::/16 3fff::/20 fd00:ec2::/32'),
  intranet: block('ipv6', intranetSix),
  // What is outside is reserved, link-local, multicast, or an IPv4 address in disguise (mapped, NAT64).
  public: block('ipv6', '2000::/3'),
}

export function addressKind(written: string): AddressKind {
  const address = written.split('%', 1)[0] ?? ''
  const family = isIP(address)
  if (family === 0) return 'forbidden'
  const is = family === 4 ? { ...four, public: () => true } : six
  if (is.thisMachine(address)) return 'thisMachine'
  if (is.forbidden(address)) return 'forbidden'
  if (is.intranet(address)) return 'intranet'
  return is.public(address) ? 'public' : 'forbidden'
}

/** The host of a URL as sockets want it: an IPv6 address without its brackets. */
export const bareHost = ({ hostname }: URL): string => hostname.replace(/^\[(.*)\]$/, '$1')

/** Tells of an address whether it may be connected to. */
export type Reach = (address: string) => boolean

export const publicOnly: Reach = (address) => addressKind(address) === 'public'

/**
 * Where a listed address may lead. Whoever owns a name decides what it resolves to: by name just the public network is
 * reached, and of the others those parts that the operator has named (`networks`). An entry that is written as an address,
 * or as `localhost`, opens that one. A pattern (`*.`) opens the public network alone. Nobody opens what is forbidden.
 */
export function reach(allow: readonly AllowListRule[], url: URL, networks: readonly string[]): Reach {
  const isNamed = allow.some((rule) => !rule.origin.includes('*') && isListed([rule], url.href))
  if (!isNamed) return publicOnly
  const host = bareHost(url)
  const isHere = /^(.+\.)?localhost$/.test(host)
  const isOpened = inNetworks(networks)
  return (address) => {
    const kind = addressKind(address)
    if (kind === 'public' || kind === 'forbidden') return kind === 'public'
    return isOpened(address) || address === host || (isHere && kind === 'thisMachine')
  }
}

function inNetworks(networks: readonly string[]): Reach {
  const list = new BlockList()
  for (const network of networks) {
    const [address = '', bits] = network.split('/')
    const family = isIP(address) === 6 ? 'ipv6' : 'ipv4'
    if (bits === undefined) list.addAddress(address, family)
    else list.addSubnet(address, Number(bits), family)
  }
  return (address) => list.check(address, isIP(address) === 6 ? 'ipv6' : 'ipv4')
}
