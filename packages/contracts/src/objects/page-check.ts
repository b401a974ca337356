// The check (检测) of a screen pop's address: what the server found when it asked for the page, and what to do about it.
// Source: the screen-pop specification, "Frame, allowlist, check".
import { z } from 'zod'
import { instant } from '../fields.ts'

/** `stops`: the pop does not work. `warns`: it works, with a loss or not for everybody. `info`: good to know. */
export const findingSeverities = ['stops', 'warns', 'info'] as const
export type FindingSeverity = (typeof findingSeverities)[number]

export const pageFindingCodes = [
  // Nobody could be asked, or answered
  'addressUnlisted',
  'addressForbidden',
  'nameUnknown',
  'connectionRefused',
  'tlsInvalid',
  'timedOut',
  'answerBroken',
  // The address itself
  'sharedHost',
  'addressTooLong',
  'addressGrows',
  // The answer's status
  'statusError',
  'accessDenied',
  'noContent',
  // On the way
  'redirectUnlisted',
  'redirectDowngrade',
  'redirectLoop',
  'redirectDropsForm',
  // A log-in, seen by somebody without one
  'loginFirst',
  'loginOutside',
  'loginUnlisted',
  // The form
  'postRefused',
  'emptyRefused',
  'formForwarded',
  // The frame
  'frameAncestors',
  'frameOptionsDeny',
  'frameOptionsSameOrigin',
  'frameOptionsConflict',
  'frameOptionsAllowFrom',
  'frameOptionsUnknown',
  'frameOptionsOverruled',
  // Encryption
  'mixedPage',
  'mixedParts',
  // Cookies
  'cookieSameSite',
  'cookieInsecure',
  'cookieUnpartitioned',
  // The document
  'downloaded',
  'notPage',
  'pdf',
  'pdfInside',
  'openerIsolated',
] as const
export type PageFindingCode = (typeof pageFindingCodes)[number]

/** What to do; `value` is the text to use, word for word. The page's owner sets and removes header lines. */
export const pageAdviceActions = [
  'setHeader',
  'setDirective',
  'removeHeader',
  'useAddress',
  'listHost',
  'openSeparate',
  'passByGet',
  'passByPost',
  'keepMethod',
] as const
export type PageAdviceAction = (typeof pageAdviceActions)[number]

export const pageAdviceSchema = z.object({ action: z.enum(pageAdviceActions), value: z.string() })
export type PageAdvice = z.output<typeof pageAdviceSchema>

export const pageFindingSchema = z.object({
  code: z.enum(pageFindingCodes),
  severity: z.enum(findingSeverities),
  params: z.record(z.string(), z.union([z.string(), z.number()])),
  advice: z.array(pageAdviceSchema),
})
export type PageFinding = z.output<typeof pageFindingSchema>

export const checkOutcomes = ['ok', 'warns', 'stops'] as const
export type CheckOutcome = (typeof checkOutcomes)[number]

export const pageCheckSchema = z.object({ at: instant, outcome: z.enum(checkOutcomes), findings: z.array(pageFindingSchema) })
export type PageCheck = z.output<typeof pageCheckSchema>
