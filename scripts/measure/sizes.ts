// How large files and functions are, package by package. A line is a line of the file, blank ones and comments included.

import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import ts from 'typescript'
import { isProgram } from '../imports/floors.ts'
import { programOf } from '../imports/glob-imports.ts'

export interface Spread {
  readonly count: number
  readonly median: number
  /** Nine of ten are not larger. */
  readonly p90: number
  readonly largest: number
  readonly largestName: string
}

export interface PackageSize {
  /** Folder name below `packages`, or a folder of the root. */
  readonly name: string
  readonly programLines: number
  readonly testLines: number
  /** Of program files. */
  readonly files: Spread
  readonly functions: Spread
}

interface Sized {
  readonly name: string
  readonly lines: number
}

/** Of each package of the checkout at `root`, by name; then of all together, named `all`. */
export function packageSizes(root: string): PackageSize[] {
  const listed = execFileSync('git', ['ls-files', '-z', 'packages', 'examples', 'scripts'], { cwd: root, encoding: 'utf8' })
  const files = listed.split('\0').filter((file) => /\.(ts|mjs|js|vue)$/.test(file))
  const byPackage = Map.groupBy(files, (file) => /^(?:packages\/)?([^/]+)/.exec(file)?.[1] ?? '')
  const packages = [...byPackage].map(([name, own]) => sizeOf(name, root, own))
  return [...packages.toSorted((a, b) => a.name.localeCompare(b.name)), sizeOf('all', root, files)]
}

function sizeOf(name: string, root: string, files: readonly string[]): PackageSize {
  const texts = files.map((file) => ({ file, text: readFileSync(path.join(root, file), 'utf8') }))
  const sized = texts.map(({ file, text }): Sized => ({ name: file, lines: linesOf(text) }))
  const program = sized.filter((file) => isProgram(file.name))
  const functions = texts.filter(({ file }) => isProgram(file)).flatMap(({ file, text }) => functionsIn(file, programOf(file, text)))
  const sum = (parts: readonly Sized[]): number => parts.reduce((total, { lines }) => total + lines, 0)
  return {
    name,
    programLines: sum(program),
    testLines: sum(sized) - sum(program),
    files: spreadOf(program),
    functions: spreadOf(functions),
  }
}

const linesOf = (text: string): number => text.split('\n').length - (text.endsWith('\n') ? 1 : 0)

/** Every function that has a body, those within others too. */
function functionsIn(file: string, program: string): Sized[] {
  const source = ts.createSourceFile('program.ts', program, ts.ScriptTarget.Latest, true)
  const found: Sized[] = []
  const lineAt = (position: number): number => source.getLineAndCharacterOfPosition(position).line
  const visit = (node: ts.Node): void => {
    if (ts.isFunctionLike(node) && 'body' in node && node.body !== undefined)
      found.push({ name: `${file} ${nameOf(node)}`, lines: lineAt(node.getEnd()) - lineAt(node.getStart()) + 1 })
    ts.forEachChild(node, visit)
  }
  visit(source)
  return found
}

/** Its own name or the name of what it is given to; empty where there is none. */
export function nameOf(node: ts.Node): string {
  if (ts.isConstructorDeclaration(node)) return 'constructor'
  const named = ts.isFunctionLike(node) && node.name !== undefined ? node : node.parent
  return 'name' in named && named.name !== undefined ? (named.name as ts.Node).getText() : ''
}

function spreadOf(sized: readonly Sized[]): Spread {
  const sorted = sized.toSorted((a, b) => a.lines - b.lines)
  const at = (share: number): number => sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)]?.lines ?? 0
  const largest = sorted.at(-1)
  return { count: sorted.length, median: at(0.5), p90: at(0.9), largest: largest?.lines ?? 0, largestName: largest?.name ?? '' }
}
