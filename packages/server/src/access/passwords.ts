// Passwords: argon2id, a policy that names the rule it refuses by, and generated first passwords.

import { randomInt } from 'node:crypto'
import { hash, verify } from '@node-rs/argon2'
import { type FieldProblem, type FormatRule, limits } from '@openseat/contracts'

// OWASP's first choice for argon2id: 19 MiB, 2 passes, 1 lane.
const cost = { memoryCost: 19_456, timeCost: 2, parallelism: 1 }
const atOnce = 4
const alphabet = 'abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789'
const generatedLength = 16

const wellKnown = [
  'password',
  'passw0rd',
  'qwertyuiop',
  '1234567890',
  '0123456789',
  'openseat',
  'letmein',
  'iloveyou',
  'administrator',
  'welcome1',
]

export function hashPassword(password: string): Promise<string> {
  return queued(() => hash(normalised(password), cost))
}

export function matchesPassword(stored: string, password: string): Promise<boolean> {
  return queued(() => verify(stored, normalised(password)).catch(() => false))
}

/** Takes the time of a real comparison, so that an unknown account does not answer faster. */
export async function compareWithNothing(password: string): Promise<void> {
  decoy ??= hashPassword('no such account')
  await matchesPassword(await decoy, password)
}
let decoy: Promise<string> | undefined

export function generatePassword(): string {
  return Array.from({ length: generatedLength }, () => alphabet.charAt(randomInt(alphabet.length))).join('')
}

interface Candidate {
  readonly account: string
  readonly current: string
  readonly next: string
}

/** Every rule that a new password breaks; its length is the schema's matter. */
export function passwordProblems({ account, current, next }: Candidate): FieldProblem[] {
  const lower = next.toLowerCase()
  const broken: FormatRule[] = []
  if (lower.includes(account.toLowerCase())) broken.push('passwordAccount')
  if (new Set(lower).size < 5) broken.push('passwordVariety')
  if (wellKnown.some((known) => lower.includes(known) && lower.length - known.length < limits.password.min - 4))
    broken.push('passwordCommon')
  if (next === current) broken.push('passwordSame')
  return broken.map((rule) => ({ field: 'newPassword', code: 'PASSWORD_WEAK', params: { rule } }))
}

/** One look of a character in all keyboards and systems. */
function normalised(password: string): string {
  return password.normalize('NFKC')
}

// Each comparison takes 19 MiB: a flood of log-ins waits instead of filling the memory.
const waiting: (() => void)[] = []
let running = 0

async function queued<T>(work: () => Promise<T>): Promise<T> {
  if (running >= atOnce) await new Promise<void>((resolve) => waiting.push(resolve))
  else running++
  try {
    return await work()
  } finally {
    const next = waiting.shift()
    if (next === undefined) running--
    else next()
  }
}
