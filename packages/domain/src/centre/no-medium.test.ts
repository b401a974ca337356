// Contacts, agents, routing and the centre know no medium: what is of a call's sound and picture stays in its wing.
import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'

const mediumWords = /audio|video|\bsip\b|\bsdp\b|\bwebrtc\b|\blegs?\b|leg(?=[A-Z])|Leg\b|callerAgent/i
const source = new URL('../', import.meta.url)

const programFiles = (folder: string): string[] =>
  readdirSync(new URL(`${folder}/`, source))
    .filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts'))
    .map((file) => `${folder}/${file}`)

describe.each(['contact', 'agent', 'acd', 'centre'])('%s', (folder) => {
  it('has files to be looked at', () => expect(programFiles(folder).length).toBeGreaterThan(2))

  it.each(programFiles(folder))('%s has no word of a medium', (file) => {
    const lines = readFileSync(new URL(file, source), 'utf8').split('\n')
    expect(lines.filter((line) => mediumWords.test(line))).toEqual([])
  })
})
