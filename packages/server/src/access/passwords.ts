// Passwords: argon2id, a policy that names the rule it refuses by, and generated first passwords.

import { randomInt } from 'node:crypto'
import { type FieldProblem, type FormatRule, limits } from '@openseat/contracts'
import { PasswordThreads } from './password-threads.ts'

const threads = new PasswordThreads()
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

export async function hashPassword(password: string): Promise<string> {
  return String(await threads.do({ kind: 'hash', password: normalised(password) }))
}

export async function matchesPassword(stored: string, password: string): Promise<boolean> {
  return (await threads.do({ kind: 'verify', stored, password: normalised(password) })) === true
}

/** Stands in for the hash of an account that does not exist, so that its comparison takes as long. */
export function decoyHash(): Promise<string> {
  decoy ??= hashPassword('no such account')
  return decoy
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
