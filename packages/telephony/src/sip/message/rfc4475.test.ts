// 48 of the 49 messages of RFC 4475 and what each must come to. They were retyped from the RFC's text, as its archive was
// not at hand: compare them with it when it is. mpart01 is missing, its signature is binary.

import { readdirSync, readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { tagOf } from './address.ts'
import { parseMessage } from './parse.ts'
import { serialise, serialiseRejection } from './serialise.ts'
import { addressesOf, headerOf, headersOf, type SipRequest, type SipResponse } from './sip-message.ts'
import { branchOf, isUniqueBranch } from './via.ts'

const FOLDER = new URL('./rfc4475/', import.meta.url)
const bytesOf = (name: string): Buffer => readFileSync(new URL(`${name}.dat`, FOLDER))

const parsed = (name: string) => {
  const outcome = parseMessage(bytesOf(name))
  if (!outcome.ok) throw new Error(`${name}: ${outcome.reason}`)
  return outcome.message
}
const request = (name: string): SipRequest => parsed(name) as SipRequest

const WELL_FORMED =
  'wsinv intmeth esc01 escnull esc02 lwsdisp longreq dblreq semiuri transports unreason noreason baddate badbranch unkscm novelsc unksm2 ' +
  'bext01 invut regaut01 bcast zeromf cparam01 cparam02 regescrt sdp01 inv2543'
const ANSWERED_400 =
  'badinv01 clerr ncl scalar02 quotbal ltgtruri lwsruri lwsstart trws escruri regbadct badaspec baddn mismatch01 mismatch02 insuf multi01 mcl01'
const DROPPED = 'scalarlg bigcode'

it('has an expectation for every fixture', () => {
  const names = `${WELL_FORMED} ${ANSWERED_400} ${DROPPED} badvers`.split(' ')
  expect(
    readdirSync(FOLDER)
      .map((file) => file.replace('.dat', ''))
      .sort(),
  ).toEqual(names.sort())
})

it.each(WELL_FORMED.split(' '))('accepts %s, and what we write of it reads the same', (name) => {
  const message = parsed(name)
  expect(parseMessage(serialise(message))).toEqual({ ok: true, message })
})

it.each(ANSWERED_400.split(' '))('answers %s with 400', (name) => {
  const outcome = parseMessage(bytesOf(name))
  expect(outcome).toMatchObject({ ok: false, answer: { status: 400 } })
})

it.each(DROPPED.split(' '))('drops %s', (name) => {
  expect(parseMessage(bytesOf(name))).toMatchObject({ ok: false, answer: undefined })
})

it('answers another version of SIP with 505, repeating what the answer needs', () => {
  const outcome = parseMessage(bytesOf('badvers'))
  if (outcome.ok || outcome.answer === undefined) throw new Error('not refused')
  const text = serialiseRejection(outcome.answer).toString()
  expect(text).toMatch(/^SIP\/2\.0 505 Version Not Supported\r\n/)
  expect(text).toContain('Call-ID: badvers.31417@c.example.com\r\n')
  expect(text).toContain('CSeq: 1 OPTIONS\r\n')
})

it('reads wsinv through its folding, spaces and escapes', () => {
  const message = request('wsinv')
  expect(message.from).toMatchObject({ displayName: 'J Rosenberg \\"', uri: { user: 'jdrosen' } })
  expect(tagOf(message.to)).toBe('1918181833n')
  expect(message.cseq).toEqual({ number: 9, method: 'INVITE' })
  expect(message.vias.map((via) => [via.transport, via.host, branchOf(via)])).toEqual([
    ['UDP', '192.0.2.2', '390skdjuw'],
    ['TCP', 'spindle.example.com', 'z9hG4bK9ikj8'],
    ['UDP', '192.168.255.111', 'z9hG4bK30239'],
  ])
  expect(headerOf(message, 'subject')).toBe('')
  expect(headerOf(message, 'newfangledheader')).toBe('newfangled value continued newfangled value')
  const [contact] = addressesOf(message, 'contact')
  expect(contact?.displayName).toBe('Quoted string ""')
  expect([...(contact?.params ?? [])]).toEqual([
    ['newparam', 'newvalue'],
    ['secondparam', null],
    ['q', '0.33'],
  ])
  expect(message.body.length).toBe(150)
})

it('reads the unusual characters of intmeth', () => {
  const message = request('intmeth')
  expect(message.method).toBe("!interesting-Method0123456789_*+`.%indeed'~")
  expect(message.uri).toMatchObject({ user: "1_unusual.URI~(to-be!sure)&isn't+it$/crazy?,/;;*", host: 'example.com' })
  expect(message.to.displayName).toBe('BEL:\u0007 NUL:\0 DEL:\u007f')
  expect(message.from.displayName).toBe("token1~` token2'+_ token3*%!.-")
  expect(message.from.params.get("fromparam''~+*_!.-%")).toBe('"работающий"')
  expect(message.callId).toBe('intmeth.word%ZK-!.*_+\'@word`~)(><:\\/"][?}{')
  expect(headerOf(message, "extensionheader-!.%*+_`'~")?.endsWith('大停電')).toBe(true)
})

it('unescapes user parts once, and nothing but URIs', () => {
  expect(request('esc01').uri).toMatchObject({ user: 'sips:user@example.com', host: 'example.net' })
  expect(request('esc01').to.uri.user).toBe('user')
  expect(addressesOf(request('escnull'), 'contact').map(({ uri }) => uri.user)).toEqual(['\0', '\0\0'])
  expect(request('esc02').method).toBe('RE%47IST%45R')
  expect(request('esc02').to.displayName).toBe('%Z%45')
  expect(headersOf(request('esc02'), 'contact')).toHaveLength(2)
  expect(request('semiuri').uri.user).toBe('user;par=u@example.net')
})

it('takes parameters outside angle brackets as the header’s, inside as the URI’s', () => {
  const [outside] = addressesOf(request('cparam01'), 'contact')
  const [inside] = addressesOf(request('cparam02'), 'contact')
  expect([outside?.params.has('unknownparam'), outside?.uri.params.has('unknownparam')]).toEqual([true, false])
  expect([inside?.params.has('unknownparam'), inside?.uri.params.has('unknownparam')]).toEqual([false, true])
})

it('reads reason phrases in any script, or none', () => {
  expect((parsed('unreason') as SipResponse).reason).toBe('= 2**3 * 5**2 но сто девяносто девять - простое')
  expect(parsed('noreason')).toMatchObject({ status: 100, reason: '' })
})

it('keeps schemes that it does not know for those above to refuse', () => {
  expect(request('unkscm').uri).toMatchObject({ scheme: 'nobodyknowsthisscheme', host: '' })
  expect(request('novelsc').uri.scheme).toBe('soap.beep')
  expect(request('unksm2').from.uri.scheme).toBe('http')
})

it('knows a branch that is nothing but the cookie as not unique', () => {
  const [via] = request('badbranch').vias
  expect(via && isUniqueBranch(branchOf(via))).toBe(false)
})
