// The project's import rules and floors, checked on one reading of all imports. Prints an `ImportReport` as JSON, for the stages of `npm test`.

import { floors } from '../../.floors.mjs'
import { root } from '../bootstrap/process.mjs'
import { checkFloors, type FloorReport } from './floors.ts'
import { readImports } from './import-graph.ts'

export interface ImportReport {
  readonly modules: number
  readonly violations: readonly string[]
  readonly floors: FloorReport
}

const { modules, violations, problems } = await readImports(root, ['packages', 'examples'])
const { rooms, problems: misplaced } = checkFloors(modules, floors)
const report: ImportReport = {
  modules: modules.length,
  violations: violations.map(({ rule, from, to }) => `${rule}: ${from} → ${to}`),
  floors: { rooms, problems: [...problems, ...misplaced] },
}
process.stdout.write(JSON.stringify(report))
