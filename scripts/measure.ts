// Measures checkouts: `npm run measure`, or `npm run measure -- FOLDER…` for others beside each other, whose packages are
// installed. Prints Markdown; docs/measures.md holds what it printed.

import path from 'node:path'
import { root } from './bootstrap/process.mjs'
import { commandDispatches } from './measure/dispatches.ts'
import { commitOf, linesLeft } from './measure/lines-left.ts'
import { importMeasures } from './measure/imports.ts'
import { queueFieldPlaces } from './measure/queue-field.ts'
import { packageSizes } from './measure/sizes.ts'
import { report, type Checkout } from './measure/report.ts'

async function measure(folder: string, since: string): Promise<Checkout> {
  return {
    commit: commitOf(folder),
    linesLeft: linesLeft(folder, since),
    sizes: packageSizes(folder),
    imports: await importMeasures(folder),
    dispatches: commandDispatches(folder),
    queueField: queueFieldPlaces(folder),
  }
}

const named = process.argv.slice(2).map((folder) => path.resolve(root, folder))
const [first = root, ...others] = named
const measured: Checkout[] = []
for (const folder of [first, ...others]) measured.push(await measure(folder, commitOf(first)))
process.stdout.write(report(measured))
