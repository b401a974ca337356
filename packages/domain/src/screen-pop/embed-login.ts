// A page that is behind a log-in, seen by somebody who has none: what the server is led to is the log-in, not the page.
import type { PageFinding } from '@openseat/contracts'
import { originParts, type PageAnswer, type PageFacts } from './embed-answer.ts'
import { shortened } from './embed-frame-findings.ts'
import { frameRefusal } from './embed-frame.ts'

const loginWords = /(^|[/._-])(log-?in|log-?on|sign-?in|sso|auth|oauth2?|saml2?|cas|passport|sessions?\/new)([/._-]|$)/i
const passwordField = /<input\b[^>]{0,500}\stype\s{0,9}=\s{0,9}["']?password\b/i

/** By its path or its host, such as `https://sso.example/` and `/account/login`. */
export const isLoginAddress = (url: string): boolean => {
  const { host } = originParts(url)
  const path = url.slice(originParts(url).origin.length).split(/[?#]/, 1)[0] ?? ''
  return loginWords.test(path) || /^(sso|login|auth|passport|cas|idp|accounts?)\./i.test(host)
}

/** The log-in that stands in the page's place; null when it is the page itself that answered. */
export function loginReached({ answers, end }: PageFacts): PageAnswer | null {
  const last = answers.at(-1)
  if (last === undefined || end.kind !== 'document' || last.status >= 400) return null
  const isLed = answers.length > 1 && isLoginAddress(last.url)
  return isLed || passwordField.test(end.html) ? last : null
}

/** The log-in page stays as its owner has made it: agents log in once, outside the frame where it forbids frames. */
export function loginFinding(login: PageAnswer, { framedBy, openMode }: PageFacts): PageFinding {
  const isRefused = openMode === 'embedded' && frameRefusal(login.headers, { page: login.url, framedBy }) !== null
  return {
    code: isRefused ? 'loginOutside' : 'loginFirst',
    severity: isRefused ? 'warns' : 'info',
    params: { address: addressOf(login.url) },
    advice: [],
  }
}

/** Without its query: it may hold what is nobody's business. */
export const addressOf = (url: string): string => shortened(url.split(/[?#]/, 1)[0] ?? url)
