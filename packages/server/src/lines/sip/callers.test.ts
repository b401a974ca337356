import { parseAddress, type Header } from '@openseat/telephony/sip/index'
import { describe, expect, it } from 'vitest'
import { callerText } from './callers.ts'

const caller = (from: string, fields: readonly string[] = []): string => {
  const fromAddress = parseAddress(from)
  if (!fromAddress) throw new Error(`no address: ${from}`)
  const headers = fields.map((field): Header => {
    const colon = field.indexOf(':')
    return { name: field.slice(0, colon).toLowerCase(), value: field.slice(colon + 1).trim() }
  })
  return callerText({ fromAddress, headers })
}
const anything = '<sip:anything@carrier.example>'

describe('a caller is who the carrier says', () => {
  it.each<[string, readonly string[], string]>([
    ['<sip:+8613912340009@carrier.example>', [], '+8613912340009'],
    ['<sip:+8613912340009;cpc=ordinary@carrier.example;user=phone>', [], '+8613912340009'],
    ['<sip:02155667788;phone-context=+86@ims.example;user=phone>', [], '02155667788;phone-context=+86'],
    ['<tel:55667788;phone-context=+8621>', [], '55667788;phone-context=+8621'],
    ['<tel:+862155667788;ext=8001>', [], '+862155667788;ext=8001'],
    [anything, ['P-Asserted-Identity: <sip:+8613912340009;tgrp=sh1;trunk-context=c@carrier.example;user=phone>'], '+8613912340009'],
    [anything, ['P-Asserted-Identity: <sip:%2B8613912340009@carrier.example>'], '+8613912340009'],
    [anything, ['P-Asserted-Identity: <SIP:+8613912340009@carrier.example>'], '+8613912340009'],
    [anything, ['P-Asserted-Identity: sips:+8613912340009@carrier.example'], '+8613912340009'],
    [anything, ['P-Asserted-Identity: <tel:+86-139-1234-0009>, <sip:+8613912340010@carrier.example>'], '+86-139-1234-0009'],
    [anything, ['P-Asserted-Identity: "Wang, Min" <sip:wang@corp.example>', 'P-Asserted-Identity: <tel:+8613912340009>'], '+8613912340009'],
    [anything, ['P-Asserted-Identity: "tel:95588" <sip:+8613912340009@carrier.example>'], '+8613912340009'],
    [anything, ['P-Asserted-Identity: <sip:carrier.example>'], 'anything'],
    [anything, ['P-Asserted-Identity: no address'], 'anything'],
    [anything, ['P-Preferred-Identity: <tel:+8613912340009>'], 'anything'],
    [anything, ['Remote-Party-ID: <sip:13912340009@carrier.example>;party=calling;screen=yes;privacy=off'], '13912340009'],
    [anything, ['Remote-Party-ID: <sip:13912340009@carrier.example>'], '13912340009'],
    [anything, ['Remote-Party-ID: <sip:13912340009@carrier.example>;party=called'], 'anything'],
    [anything, ['Remote-Party-ID: "Name" <sip:13912340009@carrier.example>;PARTY=Calling;privacy=name'], '13912340009'],
    [anything, ['Remote-Party-ID: <sip:1@c>', 'P-Asserted-Identity: <tel:+8613912340009>'], '+8613912340009'],
    [anything, ['Privacy: none', 'P-Asserted-Identity: <tel:+8613912340009>'], '+8613912340009'],
    [anything, ['Privacy: header; session ;history', 'P-Asserted-Identity: <tel:+8613912340009>'], '+8613912340009'],
    ['"Anonymous" <sip:+8613912340009@carrier.example>', [], '+8613912340009'],
    ['<sip:desk.1@carrier.example>', [], 'desk.1'],
    ['<sip:Anonymous@carrier.example>', [], 'Anonymous'],
  ])('%s %j is %s', (from, fields, number) => expect(caller(from, fields)).toBe(number))
})

describe('a caller who withholds the number has none, whatever the network asserts', () => {
  const asserted = 'P-Asserted-Identity: <sip:+8613912340010@carrier.example>'
  it.each<[string, readonly string[]]>([
    ['"Anonymous" <sip:anonymous@anonymous.invalid>', []],
    ['"Anonymous" <sip:anonymous@anonymous.invalid>', [asserted]],
    ['<sip:thisis@ANONYMOUS.invalid>', [asserted]],
    ['"Anonymous" <sip:anonymous@anonymous.invalid>', [asserted, 'Privacy: id']],
    [anything, [asserted, 'Privacy: USER;ID']],
    [anything, [asserted, 'Privacy: header;user;critical']],
    [anything, [asserted, 'Privacy: header, id']],
    [anything, [asserted, 'Privacy: header', 'Privacy: id']],
    ['<sip:+8613912340010@carrier.example>', ['Privacy: id;critical']],
    [anything, ['Remote-Party-ID: <sip:13912340010@carrier.example>;party=calling;privacy=full;screen=yes']],
    [anything, ['Remote-Party-ID: <sip:13912340010@carrier.example>;privacy="uri;name"']],
    [anything, [asserted, 'Remote-Party-ID: <sip:13912340010@carrier.example>;Privacy=FULL-network']],
  ])('%s %j', (from, fields) => expect(caller(from, fields)).toBe(''))
})

it('a name that could mean something to a page or a database is none', () => {
  for (const from of ['<sip:a%00b@x>', '<sip:%3Cscript%3E@x>', '<sip:a%20b@x>', `<sip:${'1'.repeat(65)}@x>`, '<sip:x>', '<urn:x:y>'])
    expect(caller(from), from).toBe('')
})
