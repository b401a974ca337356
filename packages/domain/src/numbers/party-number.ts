// Numbers once: whatever names a party (a carrier's address, a page's request, a table's cell, what a person types) becomes this,
// by the tenant's numbering. Nothing else in the product reads a number.
import { plainText, writtenNumber } from '@openseat/contracts'
import type { ShownNumbering } from './numbering.ts'
import { readNumber, shownForm } from './read-number.ts'
import { isWithheld } from './withheld.ts'

export interface PartyNumber {
  /** The one form in which people, pages and records are told it; empty when it is withheld. What is no number stays as it was written. */
  readonly shown: string
  /** `+86138…`; null for short, service and internal numbers and for names. */
  readonly e164: string | null
  readonly extension: string | null
  readonly withheld: boolean
}

export const withheldNumber: PartyNumber = { shown: '', e164: null, extension: null, withheld: true }

export function partyNumber(given: string, numbering: ShownNumbering): PartyNumber {
  const text = plainText(given)
  const name = userOf(text)
  if (isWithheld(name)) return withheldNumber
  const written = writtenNumber(text)
  if (written === null) return { shown: name, e164: null, extension: null, withheld: false }
  if (isWithheld(`${written.plus ? '+' : ''}${written.digits}`)) return withheldNumber
  const number = readNumber(written, numbering)
  return { shown: shownForm(number, numbering), e164: number.e164, extension: number.extension, withheld: false }
}

/** The user of a SIP address that names an account; anything else as it is. */
const userOf = (text: string): string => /^sips?:([\w.~*#+-]+)(?:[;@]|$)/i.exec(text)?.[1] ?? text
