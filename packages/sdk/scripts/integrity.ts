// Prints the Subresource Integrity value of the built script.
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'

const script = readFileSync(new URL('../dist/AICCSupport.js', import.meta.url))
process.stdout.write(`sha384-${createHash('sha384').update(script).digest('base64')}\n`)
