// Names in the place of addresses (RFC 4566 allows them in c=), resolved before the SDP is read.

import { lookup } from 'node:dns/promises'
import { isIP } from 'node:net'

type Resolve = (name: string, family: number) => Promise<string>

const PATIENCE_MS = 2000
const MAX_NAMES = 4
const CONNECTION = /^(c=IN\s+IP([46])\s+)([A-Za-z0-9][A-Za-z0-9.-]{0,252})\s*$/i

/** `0.0.0.0` and `::` in any spelling. */
export const isUnspecified = (address: string): boolean => isIP(address) !== 0 && /^[0:.]+$/.test(address)

const systemResolve: Resolve = async (name, family) => (await lookup(name, { family })).address

/** The same text, its names replaced; a name that is not known in time stays, and whoever reads it refuses it by name. */
export const withNumericAddresses = async (sdp: string, resolve: Resolve = systemResolve): Promise<string> => {
  const lines = sdp.split('\n')
  const named = lines.flatMap((line, at) => {
    const [, head, family, name = ''] = CONNECTION.exec(line) ?? []
    return head === undefined || isIP(name) !== 0 ? [] : [{ at, head, family: Number(family), name }]
  })
  const resolved = named.slice(0, MAX_NAMES).map(async ({ at, head, family, name }) => {
    const address = await inTime(resolve(name, family))
    if (address !== undefined) lines[at] = `${head}${address}\r`
  })
  await Promise.all(resolved)
  return named.length === 0 ? sdp : lines.join('\n')
}

const inTime = async (asked: Promise<string>): Promise<string | undefined> => {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<undefined>((resolve) => {
    timer = setTimeout(() => resolve(undefined), PATIENCE_MS)
  })
  try {
    return await Promise.race([asked.catch(() => undefined), late])
  } finally {
    clearTimeout(timer)
  }
}
