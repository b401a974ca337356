// `GET /.well-known/jwks.json`: the public keys by which anybody can look at a context token. Nothing in it is secret.
import type { FastifyInstance } from 'fastify'
import type { KeySource } from './signing-keys.ts'

/** `under`: the path of the issuer whose keys they are. */
export function addPublishedKeys(server: FastifyInstance, keys: KeySource, under = ''): void {
  server.get(`${under}/.well-known/jwks.json`, async (_request, reply) =>
    reply
      .header('cache-control', 'public, max-age=300')
      .header('access-control-allow-origin', '*')
      .header('cross-origin-resource-policy', 'cross-origin')
      .type('application/jwk-set+json')
      .send(await keys.published()),
  )
}
