// Attached data (随路数据) that a trusted trunk sends along: User-to-User (RFC 7433) and X-OpenSeat-* fields. Names of SIP
// fields know no case: keys are in lower case.

import { limits } from '@openseat/contracts'
import { paramText, parseValue, plainText } from '@openseat/telephony/sip/index'
import { incomingText } from './incoming-text.ts'

interface Field {
  readonly name: string
  readonly value: string
}

const prefix = 'x-openseat-'
/** The key under which User-to-User stands. */
const userToUser = 'uui'

/** What is too large, or has a key that is too long, is left out. */
export function attachedDataOf(headers: readonly Field[]): Record<string, string> {
  const data: Record<string, string> = {}
  let bytes = 0
  for (const { name, value } of headers) {
    const key = name === 'user-to-user' ? userToUser : name.startsWith(prefix) ? name.slice(prefix.length) : ''
    const text = incomingText(key === userToUser ? uuiText(value) : decoded(value), limits.attachedDataBytes)
    bytes += Buffer.byteLength(key) + Buffer.byteLength(text)
    if (bytes > limits.attachedDataBytes) break
    if (key !== '' && key.length <= limits.attachedDataKey.max) data[key] = text
  }
  return data
}

/** `48656c6c6f;encoding=hex`: as text where it is text, else as it came. */
function uuiText(value: string): string {
  const said = parseValue(value)
  const content = said?.value ?? value
  const isHex = said !== undefined && paramText(said.params, 'encoding')?.toLowerCase() === 'hex' && /^([0-9a-f]{2})+$/i.test(content)
  if (!isHex) return decoded(plainText(content) ?? content)
  const text = Buffer.from(content, 'hex').toString('utf8')
  return /[\p{Cc}\ufffd]/u.test(text) ? content : text
}

/** Percent escapes carry what a header field cannot, if they are well formed. */
function decoded(value: string): string {
  try {
    return decodeURIComponent(value)
  } catch {
    return value
  }
}
