// What an agent's browser loads before the workbench stands: at most 400 kB of script, gzipped; and a document that a
// `script-src 'self'` policy lets through. Builds the real thing into a folder of its own.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { build, type Manifest } from 'vite'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

const budgetBytes = 400_000
const root = join(import.meta.dirname, '..')
const folder = mkdtempSync(join(tmpdir(), 'openseat-first-load-'))
let manifest: Manifest = {}

beforeAll(async () => {
  await build({
    root,
    configFile: join(root, 'vite.config.ts'),
    logLevel: 'error',
    build: { outDir: folder, manifest: true, reportCompressedSize: false },
  })
  manifest = JSON.parse(readFileSync(join(folder, '.vite/manifest.json'), 'utf8')) as Manifest
}, 120_000)
afterAll(() => rmSync(folder, { recursive: true }))

/** The files of these modules and of all that they import at once. */
function filesOf(modules: readonly string[], found = new Set<string>()): Set<string> {
  for (const name of modules) {
    const chunk = manifest[name]
    if (chunk === undefined || found.has(chunk.file)) continue
    found.add(chunk.file)
    filesOf(chunk.imports ?? [], found)
  }
  return found
}

const gzipBytes = (files: Iterable<string>): number =>
  [...files].reduce((sum, file) => sum + gzipSync(readFileSync(join(folder, file))).length, 0)

describe('the first load', () => {
  it.each([
    ['the log-in page', ['src/features/login/LoginPage.vue']],
    ['the workbench', ['src/app/AppShell.vue', 'src/features/call-bar/CallBar.vue', 'src/features/workbench/WorkbenchPage.vue']],
  ])('of %s stays within the budget', (_, pages) => {
    const bytes = gzipBytes(filesOf(['index.html', ...pages]))
    expect(bytes).toBeGreaterThan(50_000)
    expect(bytes).toBeLessThanOrEqual(budgetBytes)
  })

  it.each(['index.html', 'widget.html'])('of %s needs no inline script, style or event handler', (name) => {
    const html = readFileSync(join(folder, name), 'utf8')
    expect(html).not.toMatch(/<script(?![^>]*\ssrc=)/)
    expect(html).not.toMatch(/<style|\son\w+=|\sstyle=/)
  })
})

describe('what a company’s page loads', () => {
  it('is one small classic script', () => {
    const script = readFileSync(join(folder, 'widget.js'), 'utf8')
    expect(script).not.toMatch(/\b(import|export)\b|innerHTML|\beval\b/)
    expect(gzipSync(script).length).toBeLessThanOrEqual(3_000)
    expect(Buffer.byteLength(script)).toBeLessThanOrEqual(5_000)
  })

  it('and, when the visitor opens it, a small page', () => {
    const bytes = gzipBytes(filesOf(['widget.html']))
    expect(bytes).toBeGreaterThan(20_000)
    expect(bytes).toBeLessThanOrEqual(70_000)
  })
})
