// Flows in figures: the interpreter alone, what ten nodes add to a call, many calls in flows at once, and what a run takes in memory.
// `npm run bench -- flow [kernel,memory,latency,calls] [CALLS] [SECONDS]`
import { printTable, type Row } from './figures/figures.ts'
import { callRows } from './flow-calls.ts'
import { latencyRows } from './flow-desk.ts'
import { kernelRows, memoryRows } from './flow-kernel.ts'

const [parts = 'kernel,memory,latency,calls', calls = '200', seconds = '60'] = process.argv.slice(2)

const tables: Readonly<Record<string, () => Row[] | Promise<Row[]>>> = {
  kernel: kernelRows,
  memory: memoryRows,
  latency: latencyRows,
  calls: () => callRows({ calls: Number(calls), seconds: Number(seconds) }),
}

for (const part of parts.split(',')) {
  const rows = tables[part]
  if (rows) printTable(`flow ${part}`, await rows())
}
process.exit(0)
