// In how many places one new field of a skill queue has to be written: counted from a sample patch that adds such a field.

import { spawnSync } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'

export interface TouchedPlaces {
  /** Runs of changed lines; new files count as one. */
  readonly places: number
  readonly files: readonly string[]
}

const patches = new URL('queue-field/', import.meta.url)

/** Of the sample patch that fits the checkout at `root`; null where none fits. */
export function queueFieldPlaces(root: string): TouchedPlaces | null {
  const fitting = readdirSync(patches)
    .map((name) => readFileSync(new URL(name, patches), 'utf8'))
    .find((patch) => applies(patch, root))
  return fitting === undefined ? null : placesIn(fitting)
}

/** Whether `git apply` would take the patch in the checkout at `root`. */
export const applies = (patch: string, root: string): boolean =>
  spawnSync('git', ['apply', '--check', '-'], { cwd: root, input: patch }).status === 0

export function placesIn(patch: string): TouchedPlaces {
  const lines = patch.split('\n')
  const isChange = (line: string | undefined): boolean => /^[+-](?!\+\+ |-- )/.test(line ?? '')
  return {
    places: lines.filter((line, at) => isChange(line) && !isChange(lines[at - 1])).length,
    files: lines.flatMap((line) => /^\+\+\+ b\/(.*)/.exec(line)?.[1] ?? []),
  }
}
