// Calls of agents and customers while the database and the program fail in every way that we know of: what was
// acknowledged and lost, done twice, or is stuck afterwards, and how long agents were without service.
// `npm run chaos -- [ROUNDS]`. Loopback only; as root it also fills a small disk of its own, with Debian's `faketime` it
// also sets the programs' clock.

import { printTable } from './figures/figures.ts'
import { faults, runChaos } from './chaos/run.ts'

const rounds = Number(process.argv[2] ?? 1)
const names = Array.from({ length: rounds }, () => Object.keys(faults)).flat()
const { faults: results, notTried, ledger, findings, said } = await runChaos(names, (line) => process.stdout.write(`${line}\n`))
const without = (ms: number | null): string => (ms === null ? 'for good' : `${Math.round(ms)} ms`)
const served = results.map(({ fault, withoutServiceMs }) => ({ fault, 'agents without service afterwards': without(withoutServiceMs) }))
const { answered, notes, turnedAway, broken, unanswered } = ledger
const acknowledged = { answered: answered.size, 'notes saved': notes.size, 'turned away': turnedAway, broken, unanswered }
const wrong = Object.fromEntries(Object.entries(findings).map(([name, list]) => [name, list.length]))
printTable('chaos', served)
printTable('chaos', [{ ...acknowledged, ...wrong }])
for (const [name, list] of Object.entries(findings)) process.stdout.write(list.map((each: string) => `${name}: ${each}\n`).join(''))
if (notTried.length > 0) process.stdout.write(`Not tried here: ${[...new Set(notTried)].join(', ')}\n`)
const isRight = Object.values(findings).every((list) => list.length === 0) && unanswered === 0
if (!isRight) process.stdout.write(`${said}\n`)
process.exitCode = isRight ? 0 : 1
