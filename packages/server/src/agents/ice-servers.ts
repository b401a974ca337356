// The relays that browsers are given, with passwords that last for a working day: coturn's `use-auth-secret`
// (draft-uberti-behave-turn-rest): user name = end of life, password = HMAC-SHA1 of it.
import { createHmac } from 'node:crypto'
import type { IceServer } from '@openseat/contracts'
import type { Env } from '../runtime/env.ts'

const lifeSeconds = 12 * 3_600

export function iceServersOf(turn: Env['turn'], now: number): IceServer[] {
  if (!turn) return []
  const username = `${Math.floor(now / 1000) + lifeSeconds}:openseat`
  return [{ urls: [...turn.urls], username, credential: createHmac('sha1', turn.secret).update(username).digest('base64') }]
}
