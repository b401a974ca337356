// Writes the state diagrams of docs/ from the machines' tables. `npm run diagrams`
import { writeFileSync } from 'node:fs'
import { callMachine, diagram, seatMachine } from '../packages/domain/src/index.ts'

const write = (name: string, text: string): void => writeFileSync(new URL(`../docs/states/${name}.mmd`, import.meta.url), text)

write('call', diagram(callMachine, 'arrived'))
write('agent-session', diagram(seatMachine, 'signedOut'))
