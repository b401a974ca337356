// Reads and writes the file of a run. What is wrong with a file is said with its place.
import {
  labRunFileHeadSchema,
  labRunFileKind,
  labRunFileSchema,
  labRunFileVersion,
  type LabRunFile,
  type LabSettings,
  type LabStep,
} from '@openseat/contracts'

/** Larger files are none of ours. */
export const longestRunFile = 4_000_000

export type RunFileProblem =
  | { readonly code: 'notJson' | 'notARun' | 'tooLong' }
  | { readonly code: 'otherVersion'; readonly version: string }
  /** `path`: where in the file. */
  | { readonly code: 'wrong'; readonly path: string }

export type ReadRun = { readonly ok: true; readonly run: LabRunFile } | { readonly ok: false; readonly problem: RunFileProblem }

const wrong = (problem: RunFileProblem): ReadRun => ({ ok: false, problem })

export function readRunFile(text: string): ReadRun {
  if (text.length > longestRunFile) return wrong({ code: 'tooLong' })
  const said = parsed(text)
  if (said === undefined) return wrong({ code: 'notJson' })
  const head = labRunFileHeadSchema.safeParse(said)
  if (!head.success) return wrong({ code: 'notARun' })
  const { version } = head.data
  if (version !== labRunFileVersion) return wrong({ code: 'otherVersion', version: String(version).slice(0, 20) })
  const run = labRunFileSchema.safeParse(said)
  return run.success ? { ok: true, run: run.data } : wrong({ code: 'wrong', path: run.error.issues[0]?.path.join('.') ?? '' })
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

export const runFileOf = (settings: LabSettings, steps: readonly LabStep[]): LabRunFile => ({
  kind: labRunFileKind,
  version: labRunFileVersion,
  savedAt: new Date().toISOString(),
  settings,
  steps: [...steps],
})

/** Two spaces, so that it can be read and compared. */
export const runFileText = (run: LabRunFile): string => `${JSON.stringify(run, null, 2)}\n`

/** `lab-crm.example-2026-11-23.json`. */
export const runFileName = ({ settings, savedAt }: LabRunFile, end: string): string => {
  const host = URL.canParse(settings.url) ? new URL(settings.url).host.replaceAll(/[^\w.-]/g, '-') : 'page'
  return `lab-${host}-${savedAt.slice(0, 10)}.${end}`
}
