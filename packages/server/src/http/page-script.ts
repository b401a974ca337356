// `AICCSupport.js`, which the enterprise's pages load, at the path that they know. Any page may load it and check it by its
// hash (Subresource Integrity), which a browser does only where the answer allows other origins.
import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { AppError } from '@openseat/contracts'
import type { FastifyInstance } from 'fastify'

export const pageScriptPath = '/service-cloud/resource.root/page/resource.root/js/AICCSupport.js'
/** Pages put it together from a base with a slash at its end and a path with one at its beginning. */
export function withoutDoubledSlashes(url: string): string {
  const [path = ''] = url.split('?', 1)
  const plain = path.replaceAll(/\/{2,}/g, '/')
  return plain === pageScriptPath ? plain + url.slice(path.length) : url
}

const file = fileURLToPath(new URL('../../../sdk/dist/AICCSupport.js', import.meta.url))
/** Made by the build, beside the script. */
const codings = [
  { name: 'br', ending: '.br' },
  { name: 'gzip', ending: '.gz' },
]
/** Short: a mended script reaches every page within minutes. */
const cacheSeconds = 300

export function addPageScript(server: FastifyInstance): void {
  server.get(pageScriptPath, async (request, reply) => {
    const accepted = String(request.headers['accept-encoding'] ?? '').split(/\s*[,;]\s*/)
    const coding = codings.find(({ name }) => accepted.includes(name))
    const script = await readFile(`${file}${coding?.ending ?? ''}`).catch(() => {
      throw new AppError('ROUTE_NOT_FOUND', { path: pageScriptPath })
    })
    if (coding) reply.header('content-encoding', coding.name)
    const tag = `"${createHash('sha256').update(script).digest('base64url')}"`
    reply
      .header('etag', tag)
      .header('vary', 'accept-encoding')
      .header('cache-control', `public, max-age=${cacheSeconds}`)
      .header('cross-origin-resource-policy', 'cross-origin')
      .header('access-control-allow-origin', '*')
    if (request.headers['if-none-match']?.includes(tag)) return reply.code(304).send()
    return reply.type('text/javascript; charset=utf-8').send(script)
  })
}
