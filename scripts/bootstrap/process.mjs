// Runs other programs for the bootstrap. Plain JavaScript for Node >= 20, no packages: it works before anything is installed.

import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'

/** The repository's root folder, without a slash at the end. */
export const root = fileURLToPath(new URL('../..', import.meta.url)).replace(/\/$/, '')

/** A failure whose message is all that a person needs; no stack is shown. */
export class Refused extends Error {}

/**
 * Runs a program to its end, without input.
 * @param {string} program
 * @param {readonly string[]} args
 * @param {{ cwd?: string, env?: Record<string, string>, show?: boolean }} [options] `show` passes the output through as it comes
 * @returns {Promise<{ status: number, output: string }>} standard output and error together
 */
export function run(program, args, { cwd = root, env = {}, show = false } = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { cwd, env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'pipe'] })
    const chunks = []
    const collect = (target) => (chunk) => {
      chunks.push(chunk)
      if (show) target.write(chunk)
    }
    child.stdout.on('data', collect(process.stdout))
    child.stderr.on('data', collect(process.stderr))
    child.on('error', reject)
    child.on('close', (status) => resolve({ status: status ?? 1, output: Buffer.concat(chunks).toString('utf8') }))
  })
}

/** Output of package tools without the addresses that they were fetched from. */
export function withoutAddresses(output) {
  return output.replace(/https?:\/\/[^\s/'"]+/g, '(address)')
}

/** The bootstrap's frame: a Refused is told in its own words, anything else with its stack. */
export async function main(work) {
  try {
    await work()
  } catch (error) {
    const text = error instanceof Refused ? error.message : error instanceof Error ? error.stack : String(error)
    process.stderr.write(`${text}\n`)
    process.exitCode = 1
  }
}
