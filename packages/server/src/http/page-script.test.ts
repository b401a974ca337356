import { existsSync } from 'node:fs'
import { brotliDecompressSync, gunzipSync } from 'node:zlib'
import fastify, { type FastifyInstance } from 'fastify'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { addErrorReplies } from './error-replies.ts'
import { addPageScript, pageScriptPath, withoutDoubledSlashes } from './page-script.ts'
import { addSecurityHeaders } from './security-headers.ts'

const isBuilt = existsSync(new URL('../../../sdk/dist/AICCSupport.js', import.meta.url))
let server: FastifyInstance
beforeAll(() => {
  server = fastify()
  addSecurityHeaders(server)
  addErrorReplies(server)
  addPageScript(server)
})
afterAll(() => server.close())

it.each([
  [`/${pageScriptPath}`, pageScriptPath],
  [`//${pageScriptPath}?v=1//2`, `${pageScriptPath}?v=1//2`],
  [pageScriptPath.replaceAll('/page/', '//page//'), pageScriptPath],
  ['//evil.example/x', '//evil.example/x'],
  ['//api/session', '//api/session'],
  ['/', '/'],
])('doubled slashes lead to it, and to nothing else: %s', (url, expected) => expect(withoutDoubledSlashes(url)).toBe(expected))

describe.runIf(isBuilt)('the script of the enterprise’s pages', () => {
  it('comes from the path that they know, for every site, to be looked at again within minutes', async () => {
    expect(pageScriptPath).toBe('/service-cloud/resource.root/page/resource.root/js/AICCSupport.js')
    const { statusCode, headers, body } = await server.inject({ url: `${pageScriptPath}?v=1` })
    expect([statusCode, headers['content-type']]).toEqual([200, 'text/javascript; charset=utf-8'])
    expect(headers).toMatchObject({
      'cache-control': 'public, max-age=300',
      'cross-origin-resource-policy': 'cross-origin',
      'access-control-allow-origin': '*',
      'x-content-type-options': 'nosniff',
    })
    expect(body).toContain('AICCSupport')
  })

  it.each([
    ['br', 'gzip, deflate, br', (body: Buffer) => brotliDecompressSync(body)],
    ['gzip', 'gzip', (body: Buffer) => gunzipSync(body)],
    [undefined, 'identity', (body: Buffer) => body],
  ])('comes as %s to whoever takes %s', async (coding, accepted, read) => {
    const { headers, rawPayload } = await server.inject({ url: pageScriptPath, headers: { 'accept-encoding': accepted } })
    expect([headers['content-encoding'], headers['vary']]).toEqual([coding, 'accept-encoding'])
    expect(read(rawPayload).toString()).toContain('AICCSupport')
  })

  it('is not sent again to a browser that has it', async () => {
    const { headers } = await server.inject({ url: pageScriptPath })
    const again = await server.inject({ url: pageScriptPath, headers: { 'if-none-match': String(headers['etag']) } })
    expect([again.statusCode, again.body]).toEqual([304, ''])
  })
})
