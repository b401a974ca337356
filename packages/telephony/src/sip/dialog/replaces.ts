// An INVITE that takes the place of a call (RFC 3891): which one it means, and when it is refused.

import { parseValue } from '../message/params.ts'
import { headersOf, type SipRequest } from '../message/sip-message.ts'
import { dialogId } from './dialog.ts'

type Found = {
  /** Ours. */
  callId: string
  /** Answered. */
  confirmed: boolean
}

export type Replaced = { callId: string | undefined } | { refusal: number }

/** `find` looks among the dialogs by their ids. Without the field no call is replaced. */
export const replacedBy = (request: SipRequest, find: (dialog: string) => Found | undefined): Replaced => {
  const values = headersOf(request, 'replaces')
  const [value] = values
  if (value === undefined) return { callId: undefined }
  const named = values.length === 1 ? readReplaces(value) : undefined
  if (named === undefined) return { refusal: 400 }
  const found = find(named.dialog)
  // Section 3: a call that rings here cannot be replaced, only one that we made or that was answered.
  if (found?.confirmed !== true) return { refusal: 481 }
  return named.earlyOnly ? { refusal: 486 } : { callId: found.callId }
}

const readReplaces = (value: string): { dialog: string; earlyOnly: boolean } | undefined => {
  const said = parseValue(value)
  const [toTag, fromTag] = [said?.params.get('to-tag'), said?.params.get('from-tag')]
  if (said === undefined || said.value === '' || !toTag || !fromTag) return undefined
  return { dialog: dialogId(said.value, toTag, fromTag), earlyOnly: said.params.has('early-only') }
}
