// One run of a program of the system: what it reads and writes, how long it may take. No shell, no environment, no file.
import { spawn } from 'node:child_process'

export interface ProgramRun {
  /** Absolute. */
  readonly program: string
  readonly args: readonly string[]
  readonly input: Uint8Array
  readonly milliseconds: number
  /** Of its output; more of it ends the run. */
  readonly mostBytes: number
}

export class ProgramFailed extends Error {
  constructor(program: string, reason: string) {
    super(`${program}: ${reason}`)
    this.name = 'ProgramFailed'
  }
}

/** What it wrote. Rejects with `ProgramFailed`; the process is gone when it settles. */
export function runProgram({ program, args, input, milliseconds, mostBytes }: ProgramRun): Promise<Buffer> {
  const { promise, resolve, reject } = Promise.withResolvers<Buffer>()
  const child = spawn(program, args, { env: {}, stdio: ['pipe', 'pipe', 'ignore'] })
  const pieces: Buffer[] = []
  let bytes = 0
  let failure: string | undefined
  const give = (reason: string): void => {
    failure ??= reason
    child.kill('SIGKILL')
  }
  const timer = setTimeout(() => give(`took longer than ${milliseconds} ms`), milliseconds)
  child.stdout.on('data', (piece: Buffer) => {
    bytes += piece.length
    if (bytes > mostBytes) give(`wrote more than ${mostBytes} B`)
    else pieces.push(piece)
  })
  // It may end before it has read everything: its exit tells why.
  child.stdin.on('error', () => undefined)
  child.stdin.end(input)
  child.on('error', (error) => {
    failure ??= error.message
  })
  child.on('close', (code, signal) => {
    clearTimeout(timer)
    if (failure !== undefined || code !== 0) reject(new ProgramFailed(program, failure ?? `ended with ${code ?? signal}`))
    else resolve(Buffer.concat(pieces))
  })
  return promise
}
