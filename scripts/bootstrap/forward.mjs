// Runs a program in the foreground's place: its output, its input, its exit status and the signals meant for it.

import { spawn } from 'node:child_process'
import { root } from './process.mjs'

/** A terminal's Ctrl-C arrives here twice, from the terminal and from npm; it is one wish. A later one is a second wish. */
const oneWishMs = 1_000

/** Ends this process when the program ends. */
export function runInForeground(program, args, env = {}) {
  // A group of its own: the terminal does not signal it beside us.
  const child = spawn(program, args, { cwd: root, stdio: 'inherit', detached: true, env: { ...process.env, ...env } })
  const lastAt = new Map()
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
    process.on(signal, () => {
      const now = Date.now()
      const wish = signal === 'SIGHUP' ? 'SIGTERM' : signal
      if (now - (lastAt.get(wish) ?? 0) < oneWishMs) return
      lastAt.set(wish, now)
      child.kill(wish)
    })
  }
  child.on('error', (error) => {
    process.stderr.write(`${error.message}\n`)
    process.exit(1)
  })
  child.on('exit', (status, signal) => process.exit(signal === null ? (status ?? 1) : 1))
}
