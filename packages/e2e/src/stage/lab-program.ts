// The page author's lab as a program of its own, as `npm run lab -- URL` starts it, and the example company's web server.
import { spawn, type ChildProcess } from 'node:child_process'
import { freePorts } from './free-ports.ts'
import { repositoryRoot } from './places.ts'

const startWithinMs = 15_000

function start(file: string, args: readonly string[], env: Readonly<Record<string, string>>): ChildProcess {
  const options = {
    cwd: repositoryRoot,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'inherit'] as ['ignore', 'pipe', 'inherit'],
  }
  return spawn(process.execPath, [file, ...args], options)
}

function end(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    if (child.exitCode !== null || child.signalCode !== null) return resolve()
    child.once('exit', () => resolve())
    child.kill('SIGTERM')
  })
}

export interface RunningProgram {
  readonly origin: string
  close(): Promise<void>
}

export async function startLab(origins: readonly string[]): Promise<RunningProgram> {
  const child = start('packages/server/src/lab/main.ts', origins, { OPENSEAT_LAB_PORT: '0' })
  const said = await new Promise<string>((resolve, reject) => {
    const late = setTimeout(() => reject(new Error('the lab did not start')), startWithinMs)
    child.stdout?.on('data', (chunk: Buffer) => {
      clearTimeout(late)
      resolve(chunk.toString())
    })
  })
  return { origin: /http:\/\/localhost:\d+/.exec(said)?.[0] ?? '', close: () => end(child) }
}

export async function startExamples(): Promise<RunningProgram> {
  const [port = 0] = await freePorts(1)
  const child = start('examples/src/main.ts', [], { OPENSEAT_EXAMPLES_PORT: String(port) })
  const origin = `http://127.0.0.1:${port}`
  for (const until = Date.now() + startWithinMs; Date.now() < until; await new Promise((resolve) => setTimeout(resolve, 50))) {
    const answer = await fetch(`${origin}/crm/live.html`).catch(() => null)
    if (answer?.ok) return { origin, close: () => end(child) }
  }
  throw new Error('the example company did not start')
}
