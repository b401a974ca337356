// What pages download, built as it is published.
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { gzipSync } from 'node:zlib'
import { build } from 'vite'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

describe('the built script', () => {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'openseat-sdk-'))
  let script = ''

  beforeAll(async () => {
    const root = path.join(import.meta.dirname, '..')
    await build({ configFile: path.join(root, 'vite.config.ts'), logLevel: 'error', build: { outDir: folder } })
    script = readFileSync(path.join(folder, 'AICCSupport.js'), 'utf8')
  }, 60_000)
  afterAll(() => rmSync(folder, { recursive: true }))

  it('is at most 8 kB, and 3.5 kB gzipped', () => {
    expect(existsSync(path.join(folder, 'AICCSupport.js'))).toBe(true)
    expect(Buffer.byteLength(script)).toBeLessThanOrEqual(8000)
    expect(gzipSync(script).length).toBeLessThanOrEqual(3500)
  })

  it('is classic, of ES2017, and needs no eval', () => {
    expect(script).not.toMatch(/\b(import|export)\s*[{(]|\beval\b|new Function|\?\?=|\?\.[a-z(]|#[a-z]/i)
  })
})
