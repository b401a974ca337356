// The files that Vite's `import.meta.glob` imports: each pattern is expanded over the files of the tree.

import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { parse } from '@vue/compiler-sfc'
import ts from 'typescript'

interface GlobImports {
  readonly imports: ReadonlyMap<string, readonly string[]>
  /** Of calls whose patterns are not written out. */
  readonly problems: readonly string[]
}

/** `files` are paths from `root`, and all that a pattern can find. */
export async function globImports(root: string, files: readonly string[]): Promise<GlobImports> {
  const imports = new Map<string, readonly string[]>()
  const problems: string[] = []
  for (const file of files) {
    const text = await readFile(path.join(root, file), 'utf8')
    if (!text.includes('import.meta.glob')) continue
    const patterns = patternsIn(programOf(file, text))
    if (patterns.includes(null)) problems.push(`${file}: a pattern of import.meta.glob is not written out: nobody can tell what it imports`)
    imports.set(
      file,
      foundBy(
        file,
        patterns.filter((pattern) => pattern !== null),
        files,
      ),
    )
  }
  return { imports, problems }
}

/** The program text of a file; of a component its script blocks. */
export function programOf(file: string, text: string): string {
  if (!file.endsWith('.vue')) return text
  const { script, scriptSetup } = parse(text, { filename: file }).descriptor
  return [script?.content, scriptSetup?.content].filter((part) => part !== undefined).join('\n')
}

/** Of every call, in order; null where an argument is no literal. */
function patternsIn(program: string): (string | null)[] {
  const found: (string | null)[] = []
  const visit = (node: ts.Node): void => {
    if (ts.isCallExpression(node) && /^import\.meta\.glob\w*$/.test(node.expression.getText())) found.push(...literals(node.arguments[0]))
    ts.forEachChild(node, visit)
  }
  visit(ts.createSourceFile('program.ts', program, ts.ScriptTarget.Latest, true))
  return found
}

function literals(argument: ts.Expression | undefined): (string | null)[] {
  if (argument === undefined) return [null]
  if (ts.isArrayLiteralExpression(argument)) return argument.elements.flatMap(literals)
  return [ts.isStringLiteralLike(argument) ? argument.text : null]
}

/** A pattern begins at its file, or with `/` at its package; one that begins with `!` takes away again. */
function foundBy(from: string, patterns: readonly string[], files: readonly string[]): string[] {
  const packageFolder = /^packages\/[^/]+/.exec(from)?.[0] ?? '.'
  const fromRoot = (pattern: string): string =>
    pattern.startsWith('/') ? path.posix.join(packageFolder, pattern) : path.posix.join(path.posix.dirname(from), pattern)
  const taken = patterns.filter((pattern) => !pattern.startsWith('!')).map(fromRoot)
  const left = patterns.filter((pattern) => pattern.startsWith('!')).map((pattern) => fromRoot(pattern.slice(1)))
  const matches = (file: string) => (pattern: string) => path.matchesGlob(file, pattern)
  return files.filter((file) => file !== from && taken.some(matches(file)) && !left.some(matches(file)))
}
