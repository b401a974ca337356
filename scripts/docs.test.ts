// The documents keep up with the code: diagrams are the machines', links and pictures lead somewhere, commands exist.
import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import { inRepository, problemsOf } from './walk-through/hops.ts'
import { readWalkThrough, withDiagrams, withWalks } from './walk-through/page.ts'
import { walks } from './walk-through/walks.ts'

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

test('the walk-through shows the walks as they are declared (npm run diagrams writes them)', () => {
  expect(readWalkThrough()).toBe(withWalks(readWalkThrough(), walks))
})

test.each(walks)('$title goes through the code as the walk says', (walk) => expect(problemsOf(walk, root)).toEqual([]))

test('a walk is told of a function that is not there, of one that does not lead on, and of one that needs no help', () => {
  const hop = (name: string, by?: string) => ({ what: '', file: 'domain/machine.ts', name, ...(by === undefined ? {} : { by }) })
  const problems = (...hops: readonly ReturnType<typeof hop>[]) => problemsOf({ title: 'a walk', intro: '', hops }, root)
  expect(problems(hop('nowhere'))).toEqual(['a walk, hop 1: there is no nowhere in domain/machine.ts'])
  expect(problems(hop('diagram'), hop('machine'))).toEqual(['a walk, hop 1: diagram does not lead to machine'])
  expect(problems(hop('diagram', 'a caller'), hop('machine'))).toEqual([])
})

test('every path and every name of the code in the walk-through is there', () => {
  const page = readWalkThrough()
  const quoted = [...page.replaceAll(/```[^]*?```/g, '').matchAll(/`([^`\n]+)`/g)].map(([, text = '']) => text)
  const paths = quoted.filter((text) => /^[a-z][\w-]*\/[\w./{},-]*$/.test(text))
  const inTree = (file: string): string => (file.startsWith('packages/') || file.startsWith('docs/') ? file : inRepository(file))
  expect(paths.length).toBeGreaterThan(20)
  expect(paths.filter((file) => !existsSync(path.join(root, inTree(file))))).toEqual([])
  const code = execFileSync('git', ['grep', '-hoE', '[A-Za-z_]+', '--', 'packages'], { cwd: root, encoding: 'utf8', maxBuffer: 2 ** 28 })
  const words = new Set(code.split('\n'))
  const names = quoted.filter((text) => /^#?[A-Za-z_]+(\.#?[A-Za-z_]+)?$/.test(text)).flatMap((name) => name.replaceAll('#', '').split('.'))
  expect(names.filter((name) => !words.has(name))).toEqual([])
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
