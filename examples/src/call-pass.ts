// What a company's server does for the call button: it signs who calls, and with what. Copy this file.
// The pass is a JSON Web Token (HS256). Its data reach the agent; a visitor can neither make nor change one.
import { createHmac, randomUUID } from 'node:crypto'

export interface Widget {
  readonly publicId: string
  /** As shown once in the configuration centre. It stays on the server. */
  readonly key: string
}

export interface Caller {
  /** Shown to the agent as the caller: digits, letters and `+._@-`. Left out, the caller is anonymous. */
  readonly sub?: string
  /** Attached data: texts. */
  readonly data: Readonly<Record<string, string>>
}

const lifeSeconds = 120
const part = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url')

/** For one call; to be made at the moment of the call. */
export function signPass({ publicId, key }: Widget, caller: Caller): string {
  const claims = { wid: publicId, ...caller, exp: Math.floor(Date.now() / 1000) + lifeSeconds, jti: randomUUID() }
  const text = `${part({ alg: 'HS256', typ: 'JWT' })}.${part(claims)}`
  return `${text}.${createHmac('sha256', key).update(text).digest('base64url')}`
}
