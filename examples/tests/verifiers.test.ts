// The verifiers that page owners copy, each in its own language, over a token of every bad kind. A language whose runtime is
// not on this machine is skipped, and says so.

import { execFile, spawnSync } from 'node:child_process'
import { createHmac, createPublicKey, generateKeyPairSync, sign, type KeyObject } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

const folder = path.join(import.meta.dirname, '../verifiers')
const classes = mkdtempSync(path.join(tmpdir(), 'verifiers-'))
const languages = {
  node: { run: [process.execPath, 'verify-context-token.mjs'], needs: [process.execPath, '--version'] },
  python: { run: ['python3', 'verify_context_token.py'], needs: ['python3', '-c', 'import cryptography'] },
  // Compiled first, where it is there: that takes longer than all the rest.
  java: {
    run: ['java', '-cp', classes, 'VerifyContextToken'],
    needs: ['javac', '-d', classes, path.join(folder, 'VerifyContextToken.java')],
  },
} as const

const audience = 'https://crm.example.com'
const tenant = 'acme'
const pair = generateKeyPairSync('ec', { namedCurve: 'P-256' })
const other = generateKeyPairSync('ec', { namedCurve: 'P-256' })
let workbench: Server
let issuer: string

beforeAll(async () => {
  const jwk = { ...pair.publicKey.export({ format: 'jwk' }), kid: 'k1', use: 'sig', alg: 'ES256' }
  workbench = createServer((_request, response) => response.end(JSON.stringify({ keys: [jwk] })))
  await new Promise<void>((resolve) => void workbench.listen(0, '127.0.0.1', resolve))
  issuer = `http://127.0.0.1:${(workbench.address() as AddressInfo).port}`
})
afterAll(() => {
  workbench.close()
  rmSync(classes, { recursive: true })
})

const encoded = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url')
const now = (): number => Math.floor(Date.now() / 1000)

interface Making {
  readonly header?: object
  readonly claims?: object
  readonly key?: KeyObject
}

function token({ header = {}, claims = {}, key = pair.privateKey }: Making = {}): string {
  const call = { callerNum: '13812345678', agentName: 'wang"min' }
  const times = { iat: now(), exp: now() + 120 }
  const body = { iss: issuer, aud: audience, tenant, sub: '1653963570-252', ...times, jti: 'one', call, ...claims }
  const signed = `${encoded({ alg: 'ES256', typ: 'JWT', kid: 'k1', ...header })}.${encoded(body)}`
  return `${signed}.${sign('sha256', Buffer.from(signed), { key, dsaEncoding: 'ieee-p1363' }).toString('base64url')}`
}

/** Signed with the public key as if it were a shared secret, and other tricks. */
function confused(): string {
  const signed = `${encoded({ alg: 'HS256', kid: 'k1' })}.${token().split('.')[1]}`
  const secret = createPublicKey(pair.privateKey).export({ type: 'spki', format: 'pem' })
  return `${signed}.${createHmac('sha256', secret).update(signed).digest('base64url')}`
}
const tampered = (): string => {
  const [head, body = '', signature] = token().split('.')
  const claims = JSON.parse(Buffer.from(body, 'base64url').toString()) as { call: object }
  return [head, encoded({ ...claims, call: { ...claims.call, callerNum: '999' } }), signature].join('.')
}

const bad: Readonly<Record<string, () => string>> = {
  'changed on its way': tampered,
  'of another key': () => token({ key: other.privateKey }),
  'for another page': () => token({ claims: { aud: 'https://evil.example' } }),
  'of another workbench': () => token({ claims: { iss: 'https://evil.example' } }),
  'of another tenant': () => token({ claims: { tenant: 'other' } }),
  'without a tenant': () => token({ claims: { tenant: undefined } }),
  'of the lab': () => token({ claims: { iss: `${issuer}/lab` } }),
  'too old': () => token({ claims: { iat: now() - 600, exp: now() - 480 } }),
  'from the future': () => token({ claims: { iat: now() + 600, exp: now() + 720 } }),
  'with an unknown key': () => token({ header: { kid: 'k2' } }),
  'with an algorithm of its own': confused,
  'without a signature': () => `${encoded({ alg: 'none', kid: 'k1' })}.${token().split('.')[1]}.`,
  'not a token': () => 'x',
}

interface Answer {
  readonly failed: boolean
  readonly output: string
  readonly error: string
}

describe.each(Object.entries(languages))('the verifier in %s', (_name, { run, needs }) => {
  const isThere = spawnSync(needs[0], needs.slice(1)).status === 0
  const look = (given: string): Promise<Answer> =>
    new Promise((resolve) => {
      execFile(run[0], [...run.slice(1), given, issuer, audience, tenant], { cwd: folder }, (error, output, words) =>
        resolve({ failed: error !== null, output, error: words }),
      )
    })

  it.skipIf(!isThere)('gives the claims of a right token', async () => {
    const { output, error } = await look(token())
    expect(error).toBe('')
    expect(JSON.parse(output)).toMatchObject({ sub: '1653963570-252', call: { callerNum: '13812345678', agentName: 'wang"min' } })
  })

  it.skipIf(!isThere)('refuses every other one, in words', { timeout: 60_000 }, async () => {
    for (const [kind, make] of Object.entries(bad)) {
      const { failed, output, error } = await look(make())
      expect({ kind, failed, output }).toEqual({ kind, failed: true, output: '' })
      expect(error.trim(), kind).not.toBe('')
      expect(error, kind).not.toMatch(/Traceback|Exception in|at .*\.mjs/)
    }
  })
})
