// Where SIP is listened for, with what TLS needs.

import { readFile } from 'node:fs/promises'
import type { Env } from '../../runtime/env.ts'

export async function listenAddresses({ sipHost: host, sipPort: port, sipTls }: Pick<Env, 'sipHost' | 'sipPort' | 'sipTls'>) {
  const plain = [
    { transport: 'udp', host, port },
    { transport: 'tcp', host, port },
  ] as const
  if (sipTls === undefined) return plain
  const { certificate, key, authorities } = sipTls
  const [cert, secret] = await Promise.all([readFile(certificate, 'utf8'), readFile(key, 'utf8')])
  const tls = { cert, key: secret, ...(authorities === undefined ? {} : { ca: await readFile(authorities, 'utf8') }) }
  return [...plain, { transport: 'tls', host, port: sipTls.port, tls }] as const
}
