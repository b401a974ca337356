// The stages of `npm test`, in order.

import { install } from '../bootstrap/install.mjs'
import { installSystemPackages } from '../bootstrap/system-packages.mjs'
import { build, firstLoad } from './build.mjs'
import { pins } from './pins.mjs'
import { floors, format, importRules, lint, unused } from './static.mjs'
import { e2e, tests } from './tests.mjs'
import { trackedText } from './tracked-text.mjs'
import { types } from './types.mjs'

async function installed() {
  const fresh = await install()
  return { examined: 1, unit: fresh ? 'installation' : 'installation, already there', ok: true }
}

async function systemPackages() {
  const made = await installSystemPackages()
  return { examined: 1, unit: made.length > 0 ? `step, installed ${made.join(' ')}` : 'step, nothing missing', ok: true }
}

const quick = [
  { name: 'install', work: installed },
  { name: 'pins', work: pins },
  { name: 'text', work: trackedText },
  { name: 'format', work: format },
  { name: 'import rules', work: importRules },
  { name: 'floors', work: floors },
  { name: 'lint', work: lint },
  { name: 'unused', work: unused },
  { name: 'types', work: types },
]

export const quickRun = quick

export const fullRun = [
  ...quick,
  { name: 'build', work: build },
  { name: 'first load', work: firstLoad },
  { name: 'system packages', work: systemPackages },
  { name: 'tests', work: tests },
  { name: 'end to end', work: e2e },
]
