import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { createWhole, replaceWhole } from './whole-file.ts'

let root: string
let folder: string

beforeAll(async () => {
  root = await mkdtemp(path.join(os.tmpdir(), 'openseat-whole-'))
})
beforeEach(async () => {
  folder = await mkdtemp(path.join(root, 'case-'))
})
afterAll(() => rm(root, { recursive: true, force: true }))

describe('a small file that a start depends on', () => {
  it('is replaced whole, with its permissions, and leaves nothing beside it', async () => {
    const file = path.join(folder, 'a')
    await replaceWhole({ file, text: 'one' })
    await replaceWhole({ file, text: 'two', mode: 0o600 })
    expect(await readFile(file, 'utf8')).toBe('two')
    expect((await stat(file)).mode & 0o777).toBe(0o600)
    expect(await readdir(folder)).toEqual(['a'])
  })

  it('is written although a write of a process with the same number was killed', async () => {
    const file = path.join(folder, 'a')
    await writeFile(`${file}.${process.pid}`, 'half')
    await replaceWhole({ file, text: 'whole' })
    expect(await readFile(file, 'utf8')).toBe('whole')
  })

  it('is made once, whoever comes second', async () => {
    const file = path.join(folder, 'a')
    expect(await createWhole({ file, text: 'first' })).toBe(true)
    expect(await createWhole({ file, text: 'second' })).toBe(false)
    expect(await readFile(file, 'utf8')).toBe('first')
    expect(await readdir(folder)).toEqual(['a'])
  })
})
