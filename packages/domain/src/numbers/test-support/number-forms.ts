// Forms of numbers as people of this trade met them, and what each one is: the test of the whole module. `same` stands for the
// E.164 number that is shown; null: a number that belongs to no country's plan.
import type { ShownNumbering } from '../numbering.ts'

export const china: ShownNumbering = { country: 'CN', internationalPrefix: '00', trunkPrefix: '0', numberForm: 'national' }
const america: ShownNumbering = { country: 'US', internationalPrefix: '011', trunkPrefix: '1', numberForm: 'national' }
const germany: ShownNumbering = { ...china, country: 'DE' }
const italy: ShownNumbering = { ...china, country: 'IT', trunkPrefix: '' }
const japan: ShownNumbering = { ...china, country: 'JP', internationalPrefix: '010' }
const hongKong: ShownNumbering = { ...china, country: 'HK', internationalPrefix: '001', trunkPrefix: '' }

export interface NumberFormRow {
  readonly at: ShownNumbering
  readonly given: string
  readonly shown: string
  readonly e164: string | null
  readonly extension: string | null
}

type Row = readonly [given: string, shown: string, e164: string | null, extension?: string]

const rows = (at: ShownNumbering, list: readonly Row[]): NumberFormRow[] =>
  list.map(([given, shown, e164, extension = null]) => ({ at, given, shown, e164, extension }))

const all = (given: readonly string[], shown: string, e164: string | null, extension?: string): Row[] =>
  given.map((each) => (extension === undefined ? [each, shown, e164] : [each, shown, e164, extension]))

const mobile = [
  '13812345678',
  '013812345678',
  '8613812345678',
  '008613812345678',
  '+8613812345678',
  '+86 138 1234 5678',
  '+86-138-1234-5678',
  '+86.138.1234.5678',
  '+86 (138) 1234-5678',
  '(+86) 138-1234-5678',
  '+86 (0)138 1234 5678',
  '+86 0138 1234 5678',
  '0086 (0) 138 1234 5678',
  '138/12345678',
  '138·1234·5678',
  '138[1234]5678',
  '138 1234 5678',
  '138-1234-5678',
  // Other widths, scripts, dashes, blanks, and what is not seen.
  '１３８１２３４５６７８',
  '＋８６１３８１２３４５６７８',
  '﹢8613812345678',
  '١٣٨١٢٣٤٥٦٧٨',
  '۱۳۸۱۲۳۴۵۶۷۸',
  '१३८१२३४५६७८',
  '𝟏𝟑𝟖𝟏𝟐𝟑𝟒𝟓𝟔𝟕𝟖',
  '1\uFE0F\u20E33812345678',
  '\u202A+86 138 1234 5678\u202C',
  '\u202D13812345678\u202C',
  '\u206813812345678\u2069',
  '138\u200B1234\u200C5678',
  '\uFEFF13812345678',
  '138\u00A01234\u00A05678',
  '138\u20091234\u202F5678',
  '138\u30001234\u30005678',
  '138\u00AD12345678',
  '138–1234—5678',
  '138‑1234‐5678',
  '138−1234－5678',
  '138ー1234ー5678',
  ' 13812345678\r\n',
  '\t13812345678',
  // Spreadsheets.
  "'13812345678",
  "'+8613812345678",
  '‘13812345678’',
  '13812345678.0',
  '13812345678.00',
  '="13812345678"',
  '=“13812345678”',
  '"13812345678"',
  '“13812345678”',
  // Addresses.
  'tel:+8613812345678',
  'TEL:+8613812345678',
  'tel:+86-138-1234-5678',
  'tel://13812345678',
  'tel:///%2B8613812345678',
  'tel:13812345678;phone-context=+86',
  'tel:+8613812345678;verstat=TN-Validation-Passed',
  'callto:+8613812345678',
  'telprompt:13812345678',
  'sip:13812345678@carrier.example',
  'SIP:+8613812345678@carrier.example;user=phone',
  'sips:+8613812345678@carrier.example:5061',
  'sip:+8613812345678@[2001:db8::1]:5060;transport=tcp',
  'sip:%2B8613812345678@carrier.example',
  'sip:+8613812345678;cpc=ordinary@carrier.example;user=phone',
  'sip:13812345678;phone-context=+86@ims.example;user=phone',
  'sip:+8613812345678;tgrp=sh1;trunk-context=carrier.example@carrier.example',
  'sip:+8613812345678;npdi;rn=+8612345@carrier.example',
  'sip:+8613812345678;isub=1234@carrier.example',
  'sip:+8613812345678;verstat=TN-Validation-Failed;cpc=payphone@carrier.example',
  '+8613812345678;rn=+8612345;npdi',
  '%2B8613812345678',
  '%2B86%20138%201234%205678',
  '"Wang" <sip:+8613812345678@carrier.example>;tag=1',
  '"tel:95588" <sip:+8613812345678@carrier.example>',
  '王敏 <tel:+8613812345678>',
  '<tel:+8613812345678>',
  // Words before it.
  'Tel: 138 1234 5678',
  'Tel. 13812345678',
  '电话：138-1234-5678',
  '手机13812345678',
]

const fixedLine = [
  '02155667788',
  '021-55667788',
  '(021) 5566 7788',
  '（021）55667788',
  '+86 21 5566 7788',
  '+86 (0)21 5566 7788',
  '+86 (021) 5566-7788',
  '+862155667788',
  '+8602155667788',
  '862155667788',
  '86 021 55667788',
  '00862155667788',
  '008602155667788',
  '2155667788',
  '55667788;phone-context=+8621',
  'tel:55667788;phone-context=+86-21',
  '02155667788;phone-context=+86',
  '02155667788;phone-context=ims.example',
]

const withExtension = [
  '021-55667788-8001',
  '021-5566-7788-8001',
  '021 55667788 – 8001',
  '021-55667788转8001',
  '021-55667788 转 8001',
  '021-55667788轉8001',
  '021-55667788分机8001',
  '021-55667788 分机：8001',
  '(021)55667788#8001',
  '02155667788x8001',
  '02155667788 X 8001',
  '02155667788 ext 8001',
  '02155667788 ext. 8001',
  '02155667788 Extension: 8001',
  '02155667788,8001',
  '02155667788,,8001',
  '02155667788p8001',
  '02155667788;8001',
  '+862155667788;ext=8001',
  'tel:+86-21-5566-7788;ext=8001',
  'tel:+862155667788;postd=pp8001',
  'sip:+862155667788;ext=8001@carrier.example',
]

const home = rows(china, [
  ...all(mobile, '13812345678', '+8613812345678'),
  ...all(fixedLine, '02155667788', '+862155667788'),
  ...all(withExtension, '02155667788', '+862155667788', '8001'),
  ['13812345678转1234', '13812345678', '+8613812345678', '1234'],
  ['13812345678-1234', '13812345678', '+8613812345678', '1234'],
  ['400-123-4567转1', '4001234567', '+864001234567', '1'],
  ['4001234567#8001', '4001234567', '+864001234567', '8001'],
  ['1791113812345678', '13812345678', '+8613812345678'],
  ['010-62345678', '01062345678', '+861062345678'],
  ['0755 8123 4567', '075581234567', '+8675581234567'],
])

/** Short, service and internal numbers, and what is dialled to switch something. */
const asDialled = rows(
  china,
  [
    '110',
    '112',
    '119',
    '120',
    '12345',
    '95588',
    '10086',
    '10000',
    '96110',
    '101',
    '8001',
    '201',
    '1',
    '0',
    '*21#',
    '#31#13812345678',
    '*72*8001#',
    '**21*8001#',
    '*#06#',
    '#',
    '55667788',
    '0999123456',
    '14912345678',
  ].map((number) => [number, number, null] as const),
)

const service = rows(china, [
  ['+8695588', '95588', null],
  ['+86008600', '0086008600', null],
  ['008695588', '95588', null],
  ['+86 10086', '10086', null],
  ['+86 110', '110', null],
  ['%2321%23', '#21#', null],
  ['sip:*21%23@desk.example', '*21#', null],
  ['4466;npdi;rn=+8612345', '4466', null],
  ['4466;phone-context=field.example', '4466', null],
  ['8001;phone-context=pbx.example', '8001', null],
  ['4001234567', '4001234567', '+864001234567'],
  ['400-123-4567', '4001234567', '+864001234567'],
  ['400 1234 567', '4001234567', '+864001234567'],
  ['+86 400 123 4567', '4001234567', '+864001234567'],
  ['800-810-1234', '8008101234', '+868008101234'],
  ['1010 5757', '10105757', '+8610105757'],
  ['+86 10105757', '10105757', '+8610105757'],
  ['95013123456', '95013123456', '+8695013123456'],
])

/** A country that is known is kept, however much the rest looks like a number of the own one. */
const abroad = rows(china, [
  ...all(['+13802013800', '+1 380 201 3800', '+1 (380) 201-3800', '0013802013800', '001-380-201-3800'], '0013802013800', '+13802013800'),
  ...all(['+18665390000', '+1-866-539-0000', 'tel:+1-866-539-0000', '0018665390000'], '0018665390000', '+18665390000'),
  ...all(['+44 20 7946 0958', '+44 (0)20 7946 0958', '0044 20 7946 0958', '442079460958'], '00442079460958', '+442079460958'),
  ['+1 415 555 2671 x12', '0014155552671', '+14155552671', '12'],
  ['+1-415-555-2671,12#', '0014155552671', '+14155552671', '12#'],
  ['+852 2123 4567', '0085221234567', '+85221234567'],
  ['+853 2888 8888', '0085328888888', '+85328888888'],
  ['+886 2 2345 6789', '00886223456789', '+886223456789'],
  ['+39 06 1234 5678', '00390612345678', '+390612345678'],
  ['+7 916 123-45-67 доб. 5', '0079161234567', '+79161234567', '5'],
  ['+49 30 123456', '004930123456', '+4930123456'],
  ['+12', '0012', null],
  ['+999123456789', '00999123456789', null],
  ['+1234567890123456', '001234567890123456', null],
  ['13802013800', '13802013800', '+8613802013800'],
  ['+8613802013800', '13802013800', '+8613802013800'],
])

const elsewhere = [
  ...rows(america, [
    ...all(['4155552671', '14155552671', '+14155552671', '(415) 555-2671', '415.555.2671', '1-415-555-2671'], '4155552671', '+14155552671'),
    ['+1 416 555 1234', '4165551234', '+14165551234'],
    ['1-800-555-0199', '8005550199', '+18005550199'],
    ['+86 138 1234 5678', '0118613812345678', '+8613812345678'],
    ['011 86 138 1234 5678', '0118613812345678', '+8613812345678'],
    ['008613812345678', '0118613812345678', '+8613812345678'],
    ['911', '911', null],
    ['13802013800', '3802013800', '+13802013800'],
  ]),
  ...rows(germany, [
    ...all(['030/123456', '030-123456', '+49 (0)30 123456', '0049 30 123456'], '030123456', '+4930123456'),
    ['0151 23456789', '015123456789', '+4915123456789'],
  ]),
  ...rows(italy, [...all(['06 1234 5678', '+39 06 1234 5678', '0039 06 12345678'], '0612345678', '+390612345678')]),
  ...rows(japan, [
    ...all(['03-1234-5678', '+81 3 1234 5678', '+81-(0)3-1234-5678'], '0312345678', '+81312345678'),
    ['010 86 138 1234 5678', '0108613812345678', '+8613812345678'],
  ]),
  ...rows(hongKong, [
    ...all(['2123 4567', '+852 2123 4567', '00185221234567'], '21234567', '+85221234567'),
    ['+86 138 1234 5678', '0018613812345678', '+8613812345678'],
  ]),
  ...rows({ ...china, internationalPrefix: '' }, [['+13802013800', '0013802013800', '+13802013800']]),
  ...rows({ ...china, numberForm: 'e164' }, [
    ...all(['13812345678', '0086 138 1234 5678'], '+8613812345678', '+8613812345678'),
    ['021-55667788-8001', '+862155667788', '+862155667788', '8001'],
    ['0013802013800', '+13802013800', '+13802013800'],
    ['400-123-4567', '4001234567', '+864001234567'],
    ['95588', '95588', null],
    ['8001', '8001', null],
  ]),
]

/** Names and mistakes stay what they are: no number is made of them. */
const names = rows(
  china,
  [
    'desk.1',
    'web123456789',
    'zhang@corp.example',
    '13800138000@qq.com',
    '1-800-FLOWERS',
    '1.38E+10',
    '1.38123E+10',
    '192.168.1.1',
    '1.5',
    '13812345678.5',
    '021-5566-7788/99',
    '2026/11/30',
    'javascript:alert(1)',
    '<b>138</b>',
    '😀',
    '😀13812345678',
    'a b',
    '½',
    '㏠138',
  ].map((name) => [name, name, null] as const),
)

export const numberForms: readonly NumberFormRow[] = [
  ...home,
  ...asDialled,
  ...service,
  ...abroad,
  ...elsewhere,
  ...names,
  ...rows(china, [
    ['sip:desk.1@desk.example', 'desk.1', null],
    ['SIP:Alice@desk.example', 'Alice', null],
  ]),
]

/** What is told in place of a number. */
export const withheldForms: readonly string[] = [
  '',
  ' ',
  '\u200B',
  'anonymous',
  'Anonymous',
  'ANONYMOUS',
  '+anonymous',
  'sip:anonymous@anonymous.invalid',
  'SIP:Anonymous@carrier.example',
  'sip:restricted@carrier.example',
  'restricted',
  'Restricted',
  'unavailable',
  'Unavailable',
  'unknown',
  'UNKNOWN',
  'private',
  'Private',
  'Private Number',
  'No Caller ID',
  'no-caller-id',
  'Out of Area',
  'withheld',
  'Withheld',
  'blocked',
  'Unbekannt',
  'anonym',
  '号码未显示',
  '匿名',
  '未知号码',
  '隐藏号码',
  '0000000',
  '0000000000',
  '00000000000',
  '+00000000',
  '-1',
  '+',
  '-',
  '...',
  '-2',
  '−1',
  '+266696687',
  '+7378742833',
  '+2562533',
  '+8656696',
  '+464',
  'tel:+266696687',
]
