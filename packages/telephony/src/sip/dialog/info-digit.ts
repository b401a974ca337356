// Digits in INFO, as some PBXs still send them: application/dtmf-relay and application/dtmf (no RFC; Cisco's form).

import { contentTypeOf, type SipRequest } from '../message/sip-message.ts'

/** One of 0-9 * # A-D, or undefined. */
export const infoDigit = (request: SipRequest): string | undefined => {
  const type = contentTypeOf(request)
  const text = request.body.toString('utf8', 0, 128)
  const raw =
    type === 'application/dtmf-relay' ? /Signal\s?=\s?([^\s]{1,2})/i.exec(text)?.[1] : type === 'application/dtmf' ? text.trim() : ''
  const digit = raw === '10' ? '*' : raw === '11' ? '#' : (raw ?? '').toUpperCase()
  return /^[0-9*#A-D]$/.test(digit) ? digit : undefined
}
