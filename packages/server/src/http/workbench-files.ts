// The built workbench: hashed files are kept for ever, its one document never.
import { existsSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import fastifyStatic from '@fastify/static'
import type { FastifyInstance } from 'fastify'
import { nowhere } from './nowhere.ts'

const folder = fileURLToPath(new URL('../../../workbench/dist', import.meta.url))
const yearSeconds = 31_536_000
const hourSeconds = 3_600
const otherParts = /^\/(api|ws|pop)(\/|$)/
const named = /\.[a-z0-9]+$/i

/** `document`: what all addresses without a file of their own are. */
export async function addWorkbench(server: FastifyInstance, document = 'index.html'): Promise<void> {
  if (!existsSync(path.join(folder, document))) return
  await server.register(fastifyStatic, {
    root: folder,
    serve: false,
    cacheControl: false,
    preCompressed: true,
    setHeaders: (reply, file) => {
      const hashed = file.includes(`${path.sep}assets${path.sep}`)
      if (file.startsWith(path.join(folder, 'widget.js'))) return forOtherSites(reply)
      reply.header('cache-control', hashed ? `public, max-age=${yearSeconds}, immutable` : 'no-cache')
    },
  })
  // Addresses of the application's own pages, such as /configuration/queues, are all its one document.
  server.get('/*', async (request, reply) => {
    const pathname = request.url.split('?', 1)[0] ?? '/'
    if (otherParts.test(pathname)) throw nowhere(server, request)
    return reply.sendFile(named.test(pathname) ? decodeURI(pathname) : document)
  })
}

/** The call button's script is loaded by companies' pages, all of them other origins. */
function forOtherSites(reply: { header: (name: string, value: string) => unknown }): void {
  reply.header('cache-control', `public, max-age=${hourSeconds}`)
  reply.header('cross-origin-resource-policy', 'cross-origin')
  reply.header('access-control-allow-origin', '*')
}
