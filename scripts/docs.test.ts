// The documents keep up with the code: diagrams are the machines', links and pictures lead somewhere, commands exist.
import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import { readWalkThrough, withDiagrams } from './walk-through.ts'

const root = path.resolve(import.meta.dirname, '..')
const read = (file: string): string => readFileSync(path.join(root, file), 'utf8')
const documents = execFileSync('git', ['ls-files', '-z', '*.md'], { cwd: root, encoding: 'utf8' }).split('\0').filter(Boolean)

test('the walk-through shows the diagrams of docs/states (npm run diagrams writes them)', () => {
  const diagrams = [
    { name: 'contact', title: 'A contact', text: read('docs/states/contact.mmd') },
    { name: 'presence', title: 'An agent’s presence', text: read('docs/states/presence.mmd') },
    { name: 'assignment', title: 'One contact at one agent', text: read('docs/states/assignment.mmd') },
  ]
  expect(readWalkThrough()).toBe(withDiagrams(readWalkThrough(), diagrams))
})

test('there are documents', () => expect(documents.length).toBeGreaterThan(10))

test.each(documents)('every link and picture of %s leads to a file', (file) => {
  const targets = [...read(file).matchAll(/\]\(([^)\s]+)\)/g)].map(([, target = '']) => target.split('#')[0] ?? '')
  const local = targets.filter((target) => target !== '' && !/^[a-z]+:/.test(target))
  expect(local.filter((target) => !existsSync(path.join(root, path.dirname(file), target)))).toEqual([])
})

test.each(documents)('every npm command of %s exists', (file) => {
  const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> }
  const named = [...read(file).matchAll(/npm run ([a-z-]+)/g)].map(([, name = '']) => name)
  expect(named.filter((name) => scripts[name] === undefined)).toEqual([])
})
