import fc from 'fast-check'
import { readdirSync, readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { parseMessage } from './parse.ts'
import { serialise } from './serialise.ts'
import type { SipRequest } from './sip-message.ts'
import { sipUri } from './uri.ts'

const FOLDER = new URL('./rfc4475/', import.meta.url)
const CORPUS = readdirSync(FOLDER).map((file) => readFileSync(new URL(file, FOLDER)))

const LINES = {
  via: 'Via: SIP/2.0/UDP 192.0.2.1:5070;branch=z9hG4bK1',
  from: 'From: <sip:a@192.0.2.1>;tag=1',
  to: 'To: <sip:4466@192.0.2.2>',
  id: 'Call-ID: 1@192.0.2.1',
  cseq: 'CSeq: 1 INVITE',
}

const invite = (changes: Partial<Record<keyof typeof LINES | 'start' | 'extra', string>>, body = ''): Buffer => {
  const { start = 'INVITE sip:4466@192.0.2.2 SIP/2.0', extra = '', ...lines } = { ...LINES, ...changes }
  return Buffer.from([start, ...Object.values(lines), ...(extra === '' ? [] : [extra]), '', body].join('\r\n'))
}

const reasonOf = (bytes: Buffer): string => {
  const outcome = parseMessage(bytes)
  return outcome.ok ? 'ok' : `${outcome.answer?.status ?? 'dropped'}: ${outcome.reason}`
}

it.each([
  [{}, 'ok'],
  [{ extra: 'Content-Length: -1' }, '400: Bad Content-Length'],
  [{ extra: 'Content-Length: 1' }, '400: Bad Content-Length'],
  [{ extra: 'Content-Length: 1e0' }, '400: Bad Content-Length'],
  [{ extra: 'l: 0\r\nContent-Length: 0' }, '400: Repeated content-length'],
  [{ cseq: 'CSeq: 2147483648 INVITE' }, '400: Malformed CSeq'],
  [{ cseq: 'CSeq: 2147483647 INVITE' }, 'ok'],
  [{ cseq: 'CSeq: 1 BYE' }, '400: CSeq method does not match'],
  [{ cseq: 'CSeq: 1 INVITE x' }, '400: Malformed CSeq'],
  [{ start: 'INVITE <> SIP/2.0' }, '400: Malformed Request-URI'],
  [{ start: 'INVITE sip: SIP/2.0' }, '400: Malformed Request-URI'],
  [{ start: 'INVITE sip:a@b:70000 SIP/2.0' }, '400: Malformed Request-URI'],
  [{ start: 'INVITE sip:a@b SIP/3.0' }, '505: Version Not Supported'],
  [{ start: 'INVITE sip:a@b HTTP/1.1' }, '400: Malformed Request-Line'],
  [{ start: 'ACK <> SIP/2.0' }, 'dropped: Malformed Request-URI'],
  [{ start: 'SIP/2.0 4294967301 Big' }, 'dropped: not SIP'],
  [{ start: 'SIP/2.0 099 Small' }, 'dropped: not SIP'],
  [{ start: 'SIP/2.0 700 Great' }, 'dropped: not SIP'],
  [{ start: '' }, 'dropped: hostile'],
  [{ to: 'To: "unbalanced <sip:a@b>' }, '400: Malformed To'],
  [{ to: 'To: <sip:a@b>, <sip:c@d>' }, '400: Malformed To'],
  [{ id: 'Call-ID: two words' }, '400: Malformed Call-ID'],
  [{ id: 'Call-ID' }, '400: Malformed header field'],
  [{ extra: 'X: a\nRoute: <sip:b>' }, '400: Malformed header field'],
  [{ extra: 'Route: sip:<' }, '400: Malformed route'],
  [{ extra: 'Max-Forwards: 256' }, '400: Bad Max-Forwards'],
  [{ extra: 'Contact: *' }, 'ok'],
  [{ extra: 'Contact: <sip:a@b>;expires=x' }, '400: Bad Contact expires'],
])('judges %j as %s', (changes, verdict) => {
  expect(reasonOf(invite(changes))).toBe(verdict)
})

it('leaves octets beyond Content-Length aside', () => {
  const outcome = parseMessage(invite({ extra: 'Content-Length: 2' }, 'abcd'))
  expect(outcome.ok && outcome.message.body.toString()).toBe('ab')
})

it('carries UTF-8 names both ways', () => {
  const outcome = parseMessage(invite({ from: 'From: "王 \\"小明\\"" <sip:a@192.0.2.1>;tag=1' }))
  if (!outcome.ok) throw new Error(outcome.reason)
  expect(outcome.message.from.displayName).toBe('王 "小明"')
  expect(serialise(outcome.message).toString()).toContain('From: "王 \\"小明\\"" <sip:a@192.0.2.1>;tag=1\r\n')
})

it('lets no value of ours add a header line', () => {
  const outcome = parseMessage(invite({}))
  if (!outcome.ok) throw new Error(outcome.reason)
  const request = outcome.message as SipRequest
  const from = { ...request.from, displayName: 'x\r\nEvil: 1' }
  const text = serialise({ ...request, from, headers: [{ name: 'subject', value: 'y\r\nEvil: 2' }] }).toString()
  expect(text).not.toMatch(/^Evil/m)
})

it('escapes what a dialled number may hold', () => {
  expect(sipUri({ user: '+86 10#1@x', host: '::1', port: 5060 }).text).toBe('sip:+86%2010%231%40x@[::1]:5060')
})

it('never throws, whatever the bytes', () => {
  fc.assert(fc.property(fc.uint8Array({ maxLength: 2000 }), (bytes) => void parseMessage(Buffer.from(bytes))))
})

it('never throws on a real message with damage, and what it accepts it can write and read again', () => {
  const edit = fc.record({ at: fc.nat(), cut: fc.nat({ max: 8 }), put: fc.stringMatching(/^[ -~\r\n\t]{0,6}$/) })
  fc.assert(
    fc.property(fc.constantFrom(...CORPUS), fc.array(edit, { minLength: 1, maxLength: 6 }), (original, edits) => {
      let bytes = original
      for (const { at, cut, put } of edits) {
        const start = at % bytes.length
        bytes = Buffer.concat([bytes.subarray(0, start), Buffer.from(put), bytes.subarray(start + cut)])
      }
      const outcome = parseMessage(bytes)
      if (outcome.ok) expect(parseMessage(serialise(outcome.message))).toEqual(outcome)
    }),
    { numRuns: 2000 },
  )
})

/** The largest that a datagram holds, so often that quadratic work would run into the test's time-out many times over. */
const largest = 60_000
const times = 40

it.each([
  ['leading spaces', (n: number) => Buffer.from(' '.repeat(n))],
  ['one token', (n: number) => Buffer.from('A'.repeat(n))],
  ['spaces in a value', (n: number) => invite({ extra: `X:${' '.repeat(n)}y` })],
  ['spaces before a bad Via', (n: number) => invite({ via: `Via: SIP/2.0/UDP${' '.repeat(n)};` })],
  ['folded lines', (n: number) => invite({ extra: `X: a${'\r\n b'.repeat(n / 64)}` })],
  ['semicolons', (n: number) => invite({ to: `To: <sip:a@b>${';a'.repeat(n / 2)}` })],
  ['commas', (n: number) => invite({ extra: `Route: ${'<sip:a@b>,'.repeat(n / 10)}` })],
  ['open quotes', (n: number) => invite({ to: `To: ${'"'.repeat(n)}` })],
  ['backslashes', (n: number) => invite({ to: `To: "${'\\'.repeat(n)}` })],
  ['open brackets', (n: number) => invite({ extra: `Contact: ${'<'.repeat(n)}` })],
  ['percent signs', (n: number) => invite({ start: `INVITE sip:${'%41'.repeat(n / 3)}!!"@b SIP/2.0` })],
  ['a long host', (n: number) => invite({ start: `INVITE sip:${'a.'.repeat(n / 2)}_ SIP/2.0` })],
  ['many headers', (n: number) => invite({ extra: 'X: 1\r\n'.repeat(Math.min(n / 64, 500)) + 'Y: 1' })],
  ['a large body', (n: number) => invite({}, 'x'.repeat(n))],
])('is done with %s in no time', { timeout: 20_000 }, (_, make) => {
  const bytes = make(largest)
  for (let n = 0; n < times; n += 1) expect(parseMessage(bytes)).toBeDefined()
})
