// SIP requests with something odd in any field, parameter or part of a URI; the same seed gives the same requests.

import fc from 'fast-check'

const text = (utf8: string): string => Buffer.from(utf8, 'utf8').toString('latin1')

/** As bytes, one character each. */
const ODD: readonly string[] = [
  [
    '-1',
    '0',
    '1',
    '89',
    '65536',
    '2147483647',
    '2147483648',
    '4294967295',
    '4294967296',
    '9'.repeat(40),
    '1e9',
    'NaN',
    '0x10',
    ' 5',
    '5;5',
  ],
  [
    '',
    '\0',
    '%00',
    'a%00b',
    '\u0007',
    '%07',
    '%',
    '%zz',
    '%ed%a0%bd',
    '\u00ed\u00a0\u00bd',
    '\u00ff\u00fe',
    '\t',
    '\r\n ',
    '\r\n\tx',
    '\n',
  ],
  ['"', '"\\', '<>', '<sip:>', '>', ';', ';;;', ',', ',,,', '*', '@', ':', '::', '[::1', '?', '?a=b', '&', '='],
  ['sip:a%00b@c', '<sip:%00@x>;tag=%00', 'tel:+1%00', 'sip:4466@127.0.0.1:0', 'sip:4466@127.0.0.1:65536', 'urn:x:y', 'http://x/'],
  [
    '4294967295;refresher=uas',
    '90;refresher=\0',
    'Digest username="\0"',
    'timer',
    '100rel',
    'multipart/mixed;boundary=v=0',
    'multipart/alternative;boundary=""',
    'application/sdp',
    'a;to-tag=b;from-tag=c',
  ],
  ['x'.repeat(5000), '1'.repeat(300), '9;'.repeat(500), '__proto__', "'; drop table call; --", '00ff;encoding=hex', '%00%01;encoding=hex'],
  ['张三', '😀', '\u202e\u0000', '\u{10ffff}', 'é'].map(text),
].flat()

const METHODS = [
  'INVITE',
  'INVITE',
  'INVITE',
  'INVITE',
  'OPTIONS',
  'REGISTER',
  'CANCEL',
  'BYE',
  'ACK',
  'MESSAGE',
  'SUBSCRIBE',
  'PRACK',
] as const
const HOWS = ['replace', 'append', 'prepend', 'repeat', 'param', 'user', 'number', 'fold'] as const

const SDP = [
  'v=0',
  'o=- 1 1 IN IP4 127.0.0.1',
  's=-',
  'c=IN IP4 127.0.0.1',
  't=0 0',
  'm=audio 9 RTP/AVP 0',
  'a=rtpmap:0 PCMU/8000',
  '',
].join('\r\n')

type Field = [name: string, value: string]

/** Whatever a carrier may send along; the first one is the Request-URI. */
const fieldsOf = (method: string, id: string, port: number): Field[] => [
  ['', 'sip:4466@127.0.0.1'],
  ['Via', `SIP/2.0/UDP 127.0.0.9:${port};rport;branch=z9hG4bK${id}`],
  ['From', `"Caller" <sip:13900001234@127.0.0.9>;tag=${id}`],
  ['To', '<sip:4466@127.0.0.1>'],
  ['Call-ID', id],
  ['CSeq', `1 ${method}`],
  ['Max-Forwards', '70'],
  ['Contact', `<sip:13900001234@127.0.0.9:${port}>`],
  ['Supported', 'timer'],
  ['Min-SE', '90'],
  ['Session-Expires', '1800'],
  ['Expires', '120'],
  ['Allow', 'INVITE, ACK, BYE, CANCEL'],
  ['P-Asserted-Identity', '<sip:+8613900001234@127.0.0.9>'],
  ['Diversion', '<sip:100@127.0.0.9>;reason=unconditional'],
  ['Privacy', 'none'],
  ['Reason', 'Q.850;cause=16;text="x"'],
  ['Subject', 'hello'],
  ['Require', 'timer'],
  ['RAck', '1 1 INVITE'],
  ['Info-Package', 'x'],
  ['Content-Disposition', 'session;handling=required'],
  ['User-Agent', 'carrier'],
  ['User-to-User', '48656c6c6f;encoding=hex'],
  ['X-OpenSeat-Order', '17'],
  ['Date', 'Mon, 30 Nov 2026 16:00:00 GMT'],
  ...(method === 'INVITE' ? [['Content-Type', 'application/sdp'] as Field] : []),
]

interface Change {
  readonly field: number
  readonly how: (typeof HOWS)[number]
  readonly odd: string
}

function changed([name, value]: Field, { how, odd }: Change): Field[] {
  switch (how) {
    case 'replace':
      return [[name, odd]]
    case 'append':
      return [[name, value + odd]]
    case 'prepend':
      return [[name, odd + value]]
    case 'repeat':
      return [
        [name, value],
        [name === '' ? 'Subject' : name, odd],
      ]
    case 'param':
      return [[name, `${value};x=${odd}`]]
    case 'user':
      return [[name, value.replace(/sip:[^@]*@/, `sip:4466${odd}@`)]]
    case 'number':
      return [[name, value.replace(/\d+/, odd)]]
    case 'fold':
      return [[name, `\r\n ${odd}\r\n\t${value}`]]
  }
}

export interface OddRequest {
  readonly id: string
  readonly bytes: Buffer
}

/** What reaches the desk: the number called, the caller, the attached data. Each gets everything that is odd. */
const POINTED = [
  { field: 0, how: 'user' },
  { field: 2, how: 'user' },
  { field: 13, how: 'user' },
  { field: 19, how: 'replace' },
  { field: 20, how: 'replace' },
] as const

interface Plan {
  readonly method: string
  readonly changes: readonly Change[]
}

const pointed: readonly Plan[] = ODD.flatMap((odd) => POINTED.map((at) => ({ method: 'INVITE', changes: [{ ...at, odd }] })))

function requestOf({ method, changes }: Plan, id: string, port: number): Buffer {
  const fields = fieldsOf(method, id, port).flatMap((field, at) => {
    const mine = changes.find((one) => one.field === at)
    return mine === undefined ? [field] : changed(field, mine)
  })
  const [[, uri] = ['', ''], ...headers] = fields
  const body = method === 'INVITE' ? SDP : ''
  const lines = [
    `${method} ${uri} SIP/2.0`,
    ...headers.map(([name, value]) => `${name}: ${value}`),
    `Content-Length: ${body.length}`,
    '',
    body,
  ]
  return Buffer.from(lines.join('\r\n'), 'latin1')
}

/** Everything odd in what reaches the desk, and then `count` more at random. */
export function oddRequests({ seed, count, port }: { seed: number; count: number; port: number }): Buffer[] {
  const change = fc.record({ field: fc.nat({ max: 22 }), how: fc.constantFrom(...HOWS), odd: fc.constantFrom(...ODD) })
  const plan = fc.record({ method: fc.constantFrom(...METHODS), changes: fc.array(change, { minLength: 1, maxLength: 3 }) })
  const plans = [...pointed, ...fc.sample(plan, { seed, numRuns: count })]
  return plans.map((one, n) => requestOf(one, `odd-${seed}-${n}`, port))
}
