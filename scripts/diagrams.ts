// Writes what docs/ shows of the code: state diagrams from the machines' tables, walks through the program. `npm run diagrams`
import { writeFileSync } from 'node:fs'
import { assignmentMachine, contactMachine, diagram, presenceMachine } from '../packages/domain/src/index.ts'
import { readWalkThrough, walkThroughFile, withDiagrams, withWalks, type StateDiagram } from './walk-through/page.ts'
import { walks } from './walk-through/walks.ts'

const diagrams: readonly (StateDiagram & { readonly name: string })[] = [
  { name: 'contact', title: 'A contact', text: diagram(contactMachine, 'arrived') },
  { name: 'presence', title: 'An agent’s presence', text: diagram(presenceMachine, 'signedOut') },
  { name: 'assignment', title: 'One contact at one agent', text: diagram(assignmentMachine, 'offered') },
]

for (const { name, text } of diagrams) writeFileSync(new URL(`../docs/states/${name}.mmd`, import.meta.url), text)
writeFileSync(walkThroughFile, withWalks(withDiagrams(readWalkThrough(), diagrams), walks))
