// Lines of program files that went and came between two commits; a file that was moved counts where its lines differ.

import { execFileSync } from 'node:child_process'
import { isProgram } from '../imports/floors.ts'

export interface LinesLeft {
  readonly removed: number
  readonly added: number
}

const git = (root: string, ...args: readonly string[]): string =>
  execFileSync('git', args, { cwd: root, encoding: 'utf8', maxBuffer: 2 ** 26 })

export const commitOf = (root: string): string => git(root, 'rev-parse', '--short=7', 'HEAD').trim()

/** Null where the checkout at `root` does not know the commit `since`. */
export function linesLeft(root: string, since: string): LinesLeft | null {
  if (git(root, 'rev-list', '--ignore-missing', '--max-count=1', since, '--').trim() === '') return null
  const stat = git(root, 'diff', '--numstat', '-z', '-M', since, 'HEAD', '--', 'packages', 'examples', 'scripts')
  const counts = changesIn(stat).filter(({ file }) => isProgram(file) && /\.(ts|mjs|js|vue)$/.test(file))
  return {
    removed: counts.reduce((total, { removed }) => total + removed, 0),
    added: counts.reduce((total, { added }) => total + added, 0),
  }
}

interface FileChange extends LinesLeft {
  readonly file: string
}

/** `--numstat -z`: counts and path, or, of a moved file, counts alone and both paths behind them. */
function changesIn(stat: string): FileChange[] {
  const parts = stat.split('\0')
  const changes: FileChange[] = []
  for (let at = 0; at < parts.length; at += 1) {
    const [, added, removed, own] = /^(\d+)\t(\d+)\t(.*)$/.exec(parts[at] ?? '') ?? []
    if (own === undefined) continue
    const file = own === '' ? (parts[(at += 2)] ?? '') : own
    changes.push({ file, added: Number(added), removed: Number(removed) })
  }
  return changes
}
