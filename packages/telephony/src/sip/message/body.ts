// What we understand of a body (RFC 5621): the session's description, and what else a sender may have put there.

import { bodyPartsOf, type BodyPart } from './body-parts.ts'
import type { SipMessage } from './sip-message.ts'

type WithBody = Pick<SipMessage, 'headers' | 'body'>

/** The first part of this media type. */
export const contentOf = (message: WithBody, type: string): Buffer | undefined =>
  bodyPartsOf(message).find((part) => part.type === type)?.content

/** The session's description, wherever it stands in the body. */
export const sdpOf = (message: WithBody): string | undefined => bodyPartsOf(message).find(isSession)?.content.toString('utf8')

/**
 * Whether there is something that we must understand and do not. What says nothing of its handling, next to a session's
 * description, is passed over: carriers label their additions badly, and a call is worth more than the label.
 */
export const hasForeignBody = (message: WithBody): boolean => {
  const parts = bodyPartsOf(message)
  const others = parts.filter((part) => !isSession(part))
  return (
    others.some(({ handling }) => handling === 'required') ||
    (others.length === parts.length && others.some(({ handling }) => handling === undefined))
  )
}

const isSession = ({ type, disposition, content }: BodyPart): boolean =>
  type === 'application/sdp' && (disposition === undefined || disposition === 'session') && content.length > 0
