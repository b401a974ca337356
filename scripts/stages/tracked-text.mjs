// Text that must stand in no tracked file: hosts of package registries, and reminders without a reason.

import { readFileSync, statSync } from 'node:fs'
import path from 'node:path'
import { root } from '../bootstrap/process.mjs'
import { trackedFiles } from './tool.mjs'

// Put together here, so that this file passes its own check.
const hosts = ['npm' + 'js', 'npm' + 'mirror', 'yarn' + 'pkg', 'taobao' + '\\.org', 'jf' + 'rog']
const rules = [
  {
    what: 'a host of a package registry',
    pattern: new RegExp(`registry\\.[a-z0-9-]+\\.[a-z]{2,}|(${hosts.join('|')})\\.(com|org)|deb\\.` + 'debian', 'i'),
  },
  {
    what: 'a reminder without a reason ("TO' + 'DO: why and until when")',
    pattern: new RegExp('\\b(TO' + 'DO|FIX' + 'ME|HA' + 'CK)\\b(?!: \\S.{9})'),
  },
  { what: 'a conflict marker', pattern: /^(<{7}|>{7}) / },
]
const largestBytes = 2_000_000

export async function trackedText() {
  const files = (await trackedFiles()).filter(isText)
  const problems = files.flatMap(problemsIn)
  return { examined: files.length, unit: 'files', ok: problems.length === 0, output: problems.join('\n') }
}

function isText(file) {
  if (/\.(png|jpg|ico|woff2|wav|mp3|mp4|webm)$/.test(file)) return false
  const stats = statSync(path.join(root, file), { throwIfNoEntry: false })
  return stats !== undefined && stats.isFile() && stats.size < largestBytes
}

function problemsIn(file) {
  const lines = readFileSync(path.join(root, file), 'utf8').split('\n')
  return lines.flatMap((text, index) =>
    rules.filter(({ pattern }) => pattern.test(text)).map(({ what }) => `${file}:${index + 1}  ${what}`),
  )
}
