// From the typed message to bytes, with the Content-Length that the body has.

import { formatAddress } from './address.ts'
import { bytesOf } from './bytes.ts'
import { writtenName } from './header-names.ts'
import type { Rejection } from './parse.ts'
import type { Header, SipMessage } from './sip-message.ts'
import { formatVia } from './via.ts'

/** Line ends in values become spaces: no value can add a header. */
export const serialise = (message: SipMessage): Buffer => {
  const lines = [
    startLineOf(message),
    ...message.vias.map((via) => `Via: ${formatVia(via)}`),
    `From: ${formatAddress(message.from)}`,
    `To: ${formatAddress(message.to)}`,
    `Call-ID: ${message.callId}`,
    `CSeq: ${message.cseq.number} ${message.cseq.method}`,
    ...message.headers.map(lineOf),
    `Content-Length: ${message.body.length}`,
  ]
  return Buffer.concat([bytesOf(`${lines.map(oneLine).join('\r\n')}\r\n\r\n`), message.body])
}

/** The answer to a request that could not be parsed. */
export const serialiseRejection = ({ status, reason, echo }: Rejection): Buffer => {
  const lines = [`SIP/2.0 ${status} ${reason}`, ...echo.map(lineOf), 'Content-Length: 0']
  return bytesOf(`${lines.map(oneLine).join('\r\n')}\r\n\r\n`)
}

const oneLine = (text: string): string => text.replace(/[\r\n]+/g, ' ')

const lineOf = ({ name, value }: Header): string => `${writtenName(name)}: ${value}`

const startLineOf = (message: SipMessage): string =>
  message.kind === 'request' ? `${message.method} ${message.uri.text} SIP/2.0` : `SIP/2.0 ${message.status} ${message.reason}`
