// Where a request comes from, also behind proxies of our own: each of them adds the address that it saw. What stands
// before the first address that is no proxy of ours anybody can have written.
import type { IncomingMessage } from 'node:http'
import { BlockList, isIP } from 'node:net'

export type AddressOf = (request: IncomingMessage) => string

/** Whether an address is one of our proxies. `trusted`: their addresses, or networks such as `10.0.0.0/8`. */
export function proxyMatcher(trusted: readonly string[]): (address: string) => boolean {
  const proxies = new BlockList()
  for (const network of trusted) {
    const [address = '', bits] = network.split('/')
    const family = isIP(address) === 6 ? 'ipv6' : 'ipv4'
    if (bits === undefined) proxies.addAddress(address, family)
    else proxies.addSubnet(address, Number(bits), family)
  }
  return (text) => {
    const address = plain(text)
    return isIP(address) !== 0 && proxies.check(address, isIP(address) === 6 ? 'ipv6' : 'ipv4')
  }
}

export function addressReader(trusted: readonly string[]): AddressOf {
  const isProxy = proxyMatcher(trusted)
  return ({ headers, socket }) => {
    const hops = String(headers['x-forwarded-for'] ?? '')
      .split(',')
      .map(plain)
    let address = plain(socket.remoteAddress ?? '')
    while (isProxy(address)) {
      const before = hops.pop() ?? ''
      if (isIP(before) === 0) break
      address = before
    }
    return address
  }
}

/** An IPv4 address that came in by a socket for both kinds. */
const plain = (address: string): string => address.trim().replace(/^::ffff:(?=\d+\.)/i, '')
