// An address that peers can use, when we listen on all of them and none was configured.

import { networkInterfaces } from 'node:os'

export const reachableHost = (listened: string): string => {
  if (listened !== '0.0.0.0' && listened !== '::') return listened
  const family = listened === '::' ? 'IPv6' : 'IPv4'
  const addresses = Object.values(networkInterfaces()).flatMap((list) => list ?? [])
  return addresses.find((address) => address.family === family && !address.internal)?.address ?? (family === 'IPv6' ? '::1' : '127.0.0.1')
}
