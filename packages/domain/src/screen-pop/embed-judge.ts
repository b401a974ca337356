// The verdict on a screen pop's page, from what the server saw of it. Does not ask anybody anything itself.
// Source: the screen-pop specification, "Frame, allowlist, check".
import type { CheckOutcome, PageFinding } from '@openseat/contracts'
import type { PageFacts } from './embed-answer.ts'
import { cookieFindings } from './embed-cookies.ts'
import { documentFindings, mixedPageFindings, mixedPartFindings, windowFindings } from './embed-document.ts'
import { frameFindings } from './embed-frame-findings.ts'
import { hostFindings } from './embed-host.ts'
import { loginFinding, loginReached } from './embed-login.ts'
import { isDenied, isPage, wayFindings } from './embed-way.ts'

/** All that was found, the worst first. */
export function judgePage(facts: PageFacts): PageFinding[] {
  const findings = [...hostFindings(facts), ...wayFindings(facts), ...pageFindings(facts)]
  return severities.flatMap((severity) => findings.filter((finding) => finding.severity === severity))
}

export function outcomeOf(findings: readonly PageFinding[]): CheckOutcome {
  if (findings.some(({ severity }) => severity === 'stops')) return 'stops'
  return findings.some(({ severity }) => severity === 'warns') ? 'warns' : 'ok'
}

const severities: readonly PageFinding['severity'][] = ['stops', 'warns', 'info']

function pageFindings(facts: PageFacts): PageFinding[] {
  const { answers, end, framedBy, openMode, passMode } = facts
  const answer = answers.at(-1)
  const plain = openMode === 'embedded' ? mixedPageFindings(facts, end.kind === 'document' ? (answer?.url ?? '') : end.url) : []
  if (end.kind !== 'document' || answer === undefined || !isPage(answer)) return plain
  const login = loginReached(facts)
  // What is to be framed is not this page: nothing of it is to be changed for the workbench's sake.
  if (login) return [...plain, loginFinding(login, facts)]
  // Nor is a refusal.
  if (isDenied(answer.status)) return plain
  const parts = [...documentFindings(answer, { openMode, passMode, html: end.html }), ...mixedPartFindings(answer, end.html)]
  if (openMode === 'separate') return [...parts, ...windowFindings(answer)]
  return [
    ...plain,
    ...frameFindings({ ...answer, page: answer.url, framedBy, passMode }),
    ...cookieFindings(answers, framedBy, passMode),
    ...parts,
  ]
}
