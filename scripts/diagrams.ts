// Writes the state diagrams of docs/ from the machines' tables. `npm run diagrams`
import { writeFileSync } from 'node:fs'
import { callMachine, diagram, seatMachine } from '../packages/domain/src/index.ts'
import { readWalkThrough, withDiagrams, type StateDiagram } from './walk-through.ts'

const diagrams: readonly StateDiagram[] = [
  { name: 'call', title: 'A call', text: diagram(callMachine, 'arrived') },
  { name: 'agent-session', title: 'An agent’s seat', text: diagram(seatMachine, 'signedOut') },
]

for (const { name, text } of diagrams) writeFileSync(new URL(`../docs/states/${name}.mmd`, import.meta.url), text)
writeFileSync(new URL('../docs/call-walk-through.md', import.meta.url), withDiagrams(readWalkThrough(), diagrams))
