// What is called, as carriers and phones write it in a URI (RFC 3966, 4694): parameters of the user part are not dialled.

import { writtenNumber } from '@openseat/contracts'
import type { Uri } from '@openseat/telephony/sip/index'

/** Digits, with a plus where there was one; the name of an account as it is. Empty when nobody is called. */
export function calledText({ number = '', userParams }: Uri): string {
  // What is left out of a number that cannot be one would make another number.
  if (!/^[!-~]*$/.test(number)) return number
  const written = writtenNumber(`${number};phone-context=${userParams.get('phone-context') ?? ''}`)
  if (written === null || written.extension !== null) return number
  return `${written.plus ? '+' : ''}${written.digits}`
}
