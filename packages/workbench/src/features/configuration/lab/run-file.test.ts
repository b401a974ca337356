import type { LabRunFile } from '@openseat/contracts'
import { describe, expect, it } from 'vitest'
import { sampleSettings } from './rig/lab-settings.ts'
import { hostileValues, presetNames, presetSession } from './rig/presets.ts'
import { longestRunFile, readRunFile, runFileName, runFileText } from './run-file.ts'

const settings = sampleSettings('https://crm.example:8443/card?x=1')
const run: LabRunFile = {
  kind: 'openseat-lab-run',
  version: 1,
  savedAt: '2026-11-23T02:00:00.000Z',
  settings,
  steps: [
    { afterMs: 50, action: { kind: 'event', name: 'Ringing', session: 'A' } },
    { afterMs: 0, action: { kind: 'ivrReturn', session: 'B', verification: settings.verification } },
    { afterMs: 3, action: { kind: 'frame', act: 'reload' } },
  ],
}
const problemOf = (text: string) => {
  const read = readRunFile(text)
  return read.ok ? null : read.problem
}

describe('the file of a run', () => {
  it('is read as it was written', () => {
    expect(readRunFile(runFileText(run))).toEqual({ ok: true, run })
  })

  it.each(presetNames)('keeps contacts of the preset %s as they are', (name) => {
    const A = presetSession(settings.sessions.A, name)
    const kept = { ...run, settings: { ...settings, sessions: { ...settings.sessions, A } } }
    expect(readRunFile(runFileText(kept))).toEqual({ ok: true, run: kept })
  })

  it('says what is wrong, and where', () => {
    expect(problemOf('{')).toEqual({ code: 'notJson' })
    expect(problemOf('[]')).toEqual({ code: 'notARun' })
    expect(problemOf('{"kind":"other","version":1}')).toEqual({ code: 'notARun' })
    expect(problemOf(JSON.stringify({ ...run, version: 2 }))).toEqual({ code: 'otherVersion', version: '2' })
    expect(problemOf('x'.repeat(longestRunFile + 1))).toEqual({ code: 'tooLong' })
    expect(problemOf(JSON.stringify({ ...run, settings: { ...settings, url: 'javascript:alert(1)' } }))).toEqual({
      code: 'wrong',
      path: 'settings.url',
    })
    const steps = [run.steps[0], { afterMs: -1, action: { kind: 'frame', act: 'reload' } }]
    expect(problemOf(JSON.stringify({ ...run, steps }))).toEqual({ code: 'wrong', path: 'steps.1.afterMs' })
    expect(problemOf(JSON.stringify({ ...run, more: 1 }))).toMatchObject({ code: 'wrong' })
  })

  it('has a name that every system takes', () => {
    expect(runFileName(run, 'json')).toBe('lab-crm.example-8443-2026-11-23.json')
    expect(runFileName({ ...run, settings: { ...settings, url: '' } }, 'md')).toBe('lab-page-2026-11-23.md')
  })

  it('holds hostile values of each kind', () => {
    expect(hostileValues.long).toHaveLength(4096)
    expect(hostileValues.lines).toContain('\r\n')
    expect(hostileValues.script).toMatch(/^javascript:/)
  })
})
