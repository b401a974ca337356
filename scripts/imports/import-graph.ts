// The project's imports as one graph: what dependency-cruiser reads, and what it does not see, the files behind `import.meta.glob`.

import { cruise, type ICruiseOptions, type ICruiseResult } from 'dependency-cruiser'
import config from '../../.dependency-cruiser.mjs'
import { globImports } from './glob-imports.ts'

/** A file and the files of ours that it imports, paths from the root with `/`. Imports by type alone and by `import()` count. */
export interface Module {
  readonly file: string
  readonly imports: readonly string[]
}

export interface ImportGraph {
  readonly modules: readonly Module[]
  /** What the rules of .dependency-cruiser.mjs refuse. */
  readonly violations: readonly { readonly rule: string; readonly from: string; readonly to: string }[]
  /** Patterns of `import.meta.glob` that cannot be read. */
  readonly problems: readonly string[]
}

/** Reads `folders` of the tree at `root`, an absolute path. */
export async function readImports(root: string, folders: readonly string[]): Promise<ImportGraph> {
  const ruleSet = { forbidden: config.forbidden ?? [] }
  const options = { ...config.options, ruleSet, validate: true, baseDir: root } as ICruiseOptions
  const { output } = await cruise([...folders], options, config.options?.enhancedResolveOptions)
  const { modules, summary } = output as ICruiseResult
  const own = modules.filter(({ followable, coreModule, couldNotResolve }) => followable !== false && !coreModule && !couldNotResolve)
  const files = own.map(({ source }) => source)
  const known = new Set(files)
  const hidden = await globImports(root, files)
  return {
    modules: own.map(({ source, dependencies }) => ({
      file: source,
      imports: [...dependencies.map(({ resolved }) => resolved).filter((file) => known.has(file)), ...(hidden.imports.get(source) ?? [])],
    })),
    violations: summary.violations.map(({ rule, from, to }) => ({ rule: rule.name, from, to })),
    problems: hidden.problems,
  }
}
