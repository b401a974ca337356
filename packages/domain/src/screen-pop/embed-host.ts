// What an address is by itself, whatever answers there.
import { limits, sharesCookies, type PageFinding } from '@openseat/contracts'
import { isThisMachine, originParts, type PageFacts } from './embed-answer.ts'

/** In UTF-8. */
const addressBytes = (url: string): number => encodeURIComponent(url.toWellFormed()).replaceAll(/%[0-9A-F]{2}/g, 'x').length

export function hostFindings({ framedBy, answers, address, attachedInAddress }: PageFacts): PageFinding[] {
  const shared = [address, ...answers.map(({ url }) => url)].find((url) => sharesCookies(url, framedBy))
  const bytes = addressBytes(address)
  const length = bytes > limits.pageAddressBytes ? [tooLong(bytes)] : attachedInAddress.map(mayGrow).slice(0, 1)
  return [...(shared === undefined ? [] : [sharedHost(shared)]), ...length]
}

const sharedHost = (url: string): PageFinding => ({
  code: 'sharedHost',
  // On one's own machine it is a trial.
  severity: isThisMachine(originParts(url).host) ? 'info' : 'warns',
  params: { origin: originParts(url).origin, host: originParts(url).host },
  advice: [],
})

const tooLong = (bytes: number): PageFinding => ({
  code: 'addressTooLong',
  severity: 'stops',
  params: { bytes, max: limits.pageAddressBytes },
  advice: [{ action: 'passByPost', value: 'post' }],
})

const mayGrow = (name: string): PageFinding => ({
  code: 'addressGrows',
  severity: 'info',
  params: { name, max: limits.pageAddressBytes },
  advice: [{ action: 'passByPost', value: 'post' }],
})
