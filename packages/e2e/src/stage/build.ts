// Before the stories: the workbench that the server shows is built from the present sources.
import { spawn } from 'node:child_process'
import path from 'node:path'
import { repositoryRoot } from './places.ts'

const program = `
import { buildWorkbench } from './scripts/bootstrap/build-workbench.mjs'
await buildWorkbench(process.execPath)
`

export function setup(): Promise<void> {
  const child = spawn(process.execPath, ['--input-type=module', '--eval', program], { cwd: repositoryRoot, stdio: 'inherit' })
  return new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('exit', (code) =>
      code === 0 ? resolve() : reject(new Error(`the workbench could not be built (${path.join(repositoryRoot, 'packages/workbench')})`)),
    )
  })
}
