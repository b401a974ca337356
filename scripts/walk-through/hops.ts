// Walks through the code, hop by hop, and whether the code still goes that way: each hop names a function, and that function
// names the next hop's, unless the walk says by what else it is handed on (a socket, a row of a table, a listener).

import { readFileSync } from 'node:fs'
import path from 'node:path'
import ts from 'typescript'
import { programOf } from '../imports/glob-imports.ts'

export interface Hop {
  /** What happens there, in Markdown. */
  readonly what: string
  /** Below `packages`, without the `src`: `server/desk/journal.ts`. */
  readonly file: string
  /** A function, a class or a constant of the file; a method with its class: `TenantActor.arrive`. */
  readonly name: string
  /** How the next hop comes about where this one does not name it. */
  readonly by?: string
}

export interface Walk {
  readonly title: string
  readonly intro: string
  readonly hops: readonly Hop[]
}

/** What is wrong with the walk, one text each. */
export function problemsOf({ title, hops }: Walk, root: string): string[] {
  return hops.flatMap((hop, index) => {
    const declaration = declarationOf(hop, root)
    if (declaration === undefined) return [`${title}, hop ${index + 1}: there is no ${hop.name} in ${hop.file}`]
    const next = hops[index + 1]
    if (next === undefined) return []
    const isNamed = mentions(declaration, next.name.split('.').at(-1) ?? '')
    if (isNamed && hop.by !== undefined) return [`${title}, hop ${index + 1}: ${hop.name} names ${next.name} itself, not by ${hop.by}`]
    return isNamed || hop.by !== undefined ? [] : [`${title}, hop ${index + 1}: ${hop.name} does not lead to ${next.name}`]
  })
}

/** `server/desk/journal.ts` → `packages/server/src/desk/journal.ts` */
export const inRepository = (file: string): string => file.replace(/^([^/]+)\//, 'packages/$1/src/')

function declarationOf({ file, name }: Hop, root: string): ts.Node | undefined {
  const [outer = '', inner] = name.split('.')
  const source = sourceOf(path.join(root, inRepository(file)))
  const found = source && declaredIn(source, outer)
  return found && inner !== undefined ? declaredIn(found, inner) : found
}

function sourceOf(file: string): ts.SourceFile | undefined {
  try {
    return ts.createSourceFile('program.ts', programOf(file, readFileSync(file, 'utf8')), ts.ScriptTarget.Latest, true)
  } catch {
    return undefined
  }
}

/** Overloads have no body: the one that has comes last. */
function declaredIn(container: ts.Node, name: string): ts.Node | undefined {
  let found: ts.Node | undefined
  const visit = (node: ts.Node): void => {
    const isNamed = ts.isVariableDeclaration(node) || ts.isClassDeclaration(node) || ts.isFunctionLike(node)
    if (isNamed && node.name?.getText() === name) found = node
    else ts.forEachChild(node, visit)
  }
  ts.forEachChild(container, visit)
  return found
}

function mentions(declaration: ts.Node, name: string): boolean {
  let found = false
  const visit = (node: ts.Node): void => {
    if ((ts.isIdentifier(node) || ts.isPrivateIdentifier(node)) && node.text === name) found = true
    ts.forEachChild(node, visit)
  }
  ts.forEachChild(declaration, visit)
  return found
}
