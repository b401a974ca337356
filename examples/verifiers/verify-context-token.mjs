// Node.js 20.11 or newer, nothing but its own modules. Looks at a context token of the workbench (JWS, ES256).
//
//   import { verifyContextToken } from './verify-context-token.mjs'
//   const expected = { issuer: 'https://desk.example.com', audience: 'https://crm.example.com', tenant: 'acme' }
//   const { call } = await verifyContextToken(token, expected)
//
// `tenant` is the code behind the @ of your log-ins. // Keep the `jti` of what you have seen for two minutes, and refuse it a second time, where a replay would do harm.
import { createPublicKey, verify } from 'node:crypto'

const clockSkewSeconds = 30
const keys = new Map()

/** Gives the claims; throws when the token is not the workbench's, not of this tenant, not for this page, or too old. */
export async function verifyContextToken(token, { issuer, audience, tenant }) {
  const [head, body, signature, ...rest] = String(token).split('.')
  if (!signature || rest.length > 0) throw new Error('this is no token')
  const { alg, kid } = decoded(head)
  // The algorithm is ours to choose, not the token's.
  if (alg !== 'ES256') throw new Error(`the algorithm ${alg} is not taken`)
  const key = await publicKey(issuer, kid)
  const isRight = verify('sha256', Buffer.from(`${head}.${body}`), { key, dsaEncoding: 'ieee-p1363' }, Buffer.from(signature, 'base64url'))
  if (!isRight) throw new Error('the signature is wrong')
  const claims = decoded(body)
  const now = Date.now() / 1000
  if (claims.iss !== issuer) throw new Error(`it was made by ${claims.iss}`)
  if (claims.tenant !== tenant) throw new Error(`it is of the tenant ${claims.tenant}`)
  if (claims.aud !== audience) throw new Error(`it is for ${claims.aud}`)
  if (!(now < claims.exp + clockSkewSeconds && now > claims.iat - clockSkewSeconds)) throw new Error('its time is over')
  return claims
}

const decoded = (part) => JSON.parse(Buffer.from(part, 'base64url').toString())

/** The key of this id; asked for again when it is not known, at most every ten seconds: the workbench changes its key. */
async function publicKey(issuer, kid) {
  const known = keys.get(issuer)
  if (!known || (!known.set.some((jwk) => jwk.kid === kid) && Date.now() - known.at > 10_000)) {
    const response = await fetch(`${issuer}/.well-known/jwks.json`)
    if (!response.ok) throw new Error(`the workbench's keys are out of reach (${response.status})`)
    keys.set(issuer, { at: Date.now(), set: (await response.json()).keys })
  }
  const jwk = keys.get(issuer).set.find((each) => each.kid === kid)
  if (!jwk) throw new Error('its key is not known')
  return createPublicKey({ key: jwk, format: 'jwk' })
}

// node verify-context-token.mjs TOKEN ISSUER AUDIENCE TENANT
if (process.argv[1] === import.meta.filename) {
  const [token, issuer, audience, tenant] = process.argv.slice(2)
  await verifyContextToken(token, { issuer, audience, tenant }).then(
    (claims) => process.stdout.write(`${JSON.stringify(claims)}\n`),
    (error) => {
      process.stderr.write(`${error.message}\n`)
      process.exitCode = 1
    },
  )
}
