import { existsSync, readdirSync } from 'node:fs'
import { brotliDecompressSync, gunzipSync } from 'node:zlib'
import fastify, { type FastifyInstance } from 'fastify'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { addWorkbench } from './workbench-files.ts'

const dist = new URL('../../../workbench/dist/', import.meta.url)
const isBuilt = existsSync(new URL('index.html', dist))
let server: FastifyInstance
beforeAll(async () => {
  server = fastify()
  await addWorkbench(server)
})
afterAll(() => server.close())

describe.runIf(isBuilt)('the built workbench', () => {
  const largest = () => readdirSync(new URL('assets/', dist)).find((name) => /^index-.*\.js$/.test(name)) ?? expect.fail('no script')
  const get = (url: string, accepted: string) => server.inject({ url, headers: { 'accept-encoding': accepted } })

  it('is sent as it was compressed by the build, to be kept for a year', async () => {
    const url = `/assets/${largest()}`
    const plain = await get(url, 'identity')
    const brotli = await get(url, 'gzip, deflate, br, zstd')
    const gzip = await get(url, 'gzip')
    expect([plain, brotli, gzip].map(({ headers }) => headers['content-encoding'])).toEqual([undefined, 'br', 'gzip'])
    expect(brotliDecompressSync(brotli.rawPayload)).toEqual(plain.rawPayload)
    expect(gunzipSync(gzip.rawPayload)).toEqual(plain.rawPayload)
    expect(brotli.rawPayload.length).toBeLessThan(plain.rawPayload.length / 2)
    for (const { headers } of [plain, brotli, gzip])
      expect([headers['cache-control'], headers['content-type'], headers['vary']]).toEqual([
        'public, max-age=31536000, immutable',
        plain.headers['content-type'],
        brotli.headers['vary'],
      ])
    expect(brotli.headers['vary']).toMatch(/accept-encoding/i)
  })

  it('has one document for all its pages, asked for anew each time', async () => {
    const answer = await get('/configuration/queues', 'br')
    expect([answer.headers['cache-control'], answer.headers['content-encoding'], answer.headers['content-type']]).toEqual([
      'no-cache',
      'br',
      'text/html; charset=utf-8',
    ])
  })

  it('gives the call button’s script to other sites, compressed too', async () => {
    const answer = await get('/widget.js', 'br')
    expect(answer.headers).toMatchObject({
      'content-encoding': 'br',
      'access-control-allow-origin': '*',
      'cache-control': 'public, max-age=3600',
    })
  })
})
