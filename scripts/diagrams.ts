// Writes the state diagrams of docs/ from the machines' tables. `npm run diagrams`
import { writeFileSync } from 'node:fs'
import { assignmentMachine, contactMachine, diagram, presenceMachine } from '../packages/domain/src/index.ts'
import { readWalkThrough, withDiagrams, type StateDiagram } from './walk-through.ts'

const diagrams: readonly StateDiagram[] = [
  { name: 'contact', title: 'A contact', text: diagram(contactMachine, 'arrived') },
  { name: 'presence', title: 'An agent’s presence', text: diagram(presenceMachine, 'signedOut') },
  { name: 'assignment', title: 'One contact at one agent', text: diagram(assignmentMachine, 'offered') },
]

for (const { name, text } of diagrams) writeFileSync(new URL(`../docs/states/${name}.mmd`, import.meta.url), text)
writeFileSync(new URL('../docs/call-walk-through.md', import.meta.url), withDiagrams(readWalkThrough(), diagrams))
