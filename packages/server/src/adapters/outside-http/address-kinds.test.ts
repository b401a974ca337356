import { describe, expect, it } from 'vitest'
import { addressKind, reach } from './address-kinds.ts'

describe('an address', () => {
  it.each([
    ['public', '8.8.8.8 1.1.1.1 100.63.255.255 100.128.0.0 172.15.0.1 172.32.0.1 2606:4700::1111 2400:3200::1'],
    ['intranet', '10.0.0.1 172.16.0.1 172.31.255.255 192.168.1.1 100.64.0.1 100.127.255.255 fc00::1 fd12:3456::1'],
    ['thisMachine', '127.0.0.1 127.255.255.254 ::1'],
    ['forbidden', '0.0.0.0 169.254.169.254 192.0.0.1 192.0.2.1 192.88.99.1 198.18.0.1 198.51.100.1 203.0.113.1'],
    ['forbidden', '224.0.0.1 255.255.255.255 240.0.0.1 100.100.100.200 168.63.129.16'],
    ['forbidden', ':: fe80::1 fe80::1%eth0 fec0::1 ff02::1 2001:db8::1 3fff::1 fd00:ec2::254 100::1 5f00::1'],
    // IPv4 in disguise: mapped, compatible, translated, NAT64, 6to4, Teredo.
    ['forbidden', '::ffff:127.0.0.1 ::ffff:8.8.8.8 ::127.0.0.1 ::ffff:0:127.0.0.1 64:ff9b::7f00:1 64:ff9b:1::1'],
    ['forbidden', '2002:7f00:1:: 2001:0:7f00:1:: nonsense 1.2.3'],
  ])('is %s: %s', (kind, addresses) => {
    const list = addresses.split(' ')
    expect(list.map((address) => [address, addressKind(address)])).toEqual(list.map((address) => [address, kind]))
  })
})

describe('an allowlist opens', () => {
  const some = [
    '8.8.8.8',
    '10.0.0.5',
    '10.1.0.5',
    '192.168.1.1',
    '127.0.0.1',
    '127.0.0.2',
    '::1',
    'fd00::7',
    '169.254.169.254',
    '64:ff9b::a00:5',
  ]
  const to = (entry: string, url: string, networks: string[]) =>
    some.filter(reach([{ origin: entry, pathPrefix: '' }], new URL(url), networks))
  it.each([
    ['https://crm.example', 'https://crm.example/x', [], ['8.8.8.8']],
    ['https://crm.example', 'https://crm.example/x', ['10.0.0.0/16'], ['8.8.8.8', '10.0.0.5']],
    ['https://crm.example', 'https://crm.example/x', ['127.0.0.2', 'fd00::/8'], ['8.8.8.8', '127.0.0.2', 'fd00::7']],
    ['https://crm.example', 'https://crm.example/x', ['0.0.0.0/0', '::/0'], some.slice(0, 8)],
    ['https://*.example', 'https://crm.example/x', ['10.0.0.0/8'], ['8.8.8.8']],
    ['http://localhost:8090', 'http://localhost:8090/x', [], ['8.8.8.8', '127.0.0.1', '127.0.0.2', '::1']],
    ['http://127.0.0.1:8090', 'http://127.0.0.1:8090/x', [], ['8.8.8.8', '127.0.0.1']],
    ['http://[::1]:8090', 'http://[::1]:8090/x', [], ['8.8.8.8', '::1']],
    ['http://10.0.0.5', 'http://10.0.0.5/x', [], ['8.8.8.8', '10.0.0.5']],
    ['http://169.254.169.254', 'http://169.254.169.254/x', ['169.254.0.0/16'], ['8.8.8.8']],
    ['http://*.localhost:8090', 'http://a.localhost:8090/x', [], ['8.8.8.8']],
    ['http://localhost:8090', 'http://localhost:8091/x', [], ['8.8.8.8']],
    ['http://localhost.evil.example', 'http://localhost.evil.example/', [], ['8.8.8.8']],
  ])('by %s for %s, with the networks %j: %j', (entry, url, networks, addresses) => {
    expect(to(entry, url, networks)).toEqual(addresses)
  })
})
