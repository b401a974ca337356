// Runs sipp (Debian package sip-tester) as a real peer on loopback, a few calls at a time.

import { spawn, spawnSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const SIPP = 'sipp'

export const HAS_SIPP = spawnSync(SIPP, ['-v'], { stdio: 'ignore' }).error === undefined

/** What a skipped test says. */
export const WITHOUT_SIPP = 'skipped: no sipp here (apt-get install sip-tester)'

export type SippRun = {
  scenario: string
  transport: 'udp' | 'tcp'
  remotePort?: number
  localPort: number
  calls: number
  service?: string
  /** What the scenario plays as `speech.pcap`. */
  speech?: Buffer
}

/** Resolves when sipp was content; rejects with its errors. */
export const runSipp = async (run: SippRun): Promise<void> => {
  const folder = mkdtempSync(join(tmpdir(), 'sipp-'))
  const file = fileURLToPath(new URL(`../peers/${run.scenario}.xml`, import.meta.url))
  if (run.speech !== undefined) writeFileSync(join(folder, 'speech.pcap'), run.speech)
  const mode = run.transport === 'tcp' ? 't1' : 'u1'
  const options = ['-sf', file, '-i', '127.0.0.1', '-p', String(run.localPort), '-t', mode, '-m', String(run.calls), '-r', '10', '-l', '3']
  const more = ['-s', run.service ?? '4466', '-nostdin', '-timeout', '20', '-timeout_error', '-trace_err', '-recv_timeout', '8000']
  const remote = run.remotePort === undefined ? [] : [`127.0.0.1:${run.remotePort}`]
  const child = spawn(SIPP, [...options, ...more, ...remote], { cwd: folder, stdio: 'ignore' })
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve))
  if (code !== 0) throw new Error(`sipp ended with ${code}: ${errorsIn(folder)}`)
}

const errorsIn = (folder: string): string =>
  readdirSync(folder)
    .filter((file) => file.endsWith('.log'))
    .map((file) => readFileSync(join(folder, file), 'utf8').slice(0, 3000))
    .join('\n')
