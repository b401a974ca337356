import { describe, expect, it } from 'vitest'
import { hasDataInPath, livingAddress, pageRequest, tokenMark, type PageAddress, type PageValues } from './page-address.ts'

const origin = 'https://desk.example.com:8443'
const values: PageValues = {
  callData: {
    callerNum: '13812345678',
    calledNum: '4466',
    callid: '1653963570-252',
    mediaType: '1',
    callType: '0',
    workNo: '101',
    callskill: '贷款 咨询',
    callskillid: '12',
    numberLabel: '透显 A',
    agentName: 'wang+min',
  },
  attachedData: { lang: 'zh', note: 'a&b=c#d\r\n<script>"\u{1F600}', empty: '' },
}
const page = (changes: Partial<PageAddress> = {}): PageAddress => ({
  url: 'https://crm.example/x',
  params: [],
  omitEmpty: false,
  afterFragment: false,
  openMode: 'embedded',
  passMode: 'get',
  contextToken: false,
  ...changes,
})
const pageAddress = (...wanted: Parameters<typeof pageRequest>): string => pageRequest(...wanted).url
const six = 'callerNum=13812345678&calledNum=4466&callid=1653963570-252&mediaType=1&callType=0&workNo=101'

describe('the address of a page', () => {
  it('passes six values in the manual’s order, and the workbench’s origin last and literally', () => {
    expect(pageAddress(page(), values, origin)).toBe(`https://crm.example/x?${six}&origin=${origin}`)
  })

  it('keeps the address’s own query and fragment and puts the parameters between', () => {
    const url = 'https://crm/x?tab=2#/card'
    expect(pageAddress(page({ url }), values, origin)).toBe(`https://crm/x?tab=2&${six}&origin=${origin}#/card`)
  })

  it('leaves the address’s other bytes alone', () => {
    const url = 'https://crm/x%2Fy?q=a+b%20c&flag&=v#f?g'
    expect(pageAddress(page({ url }), values, origin)).toBe(`https://crm/x%2Fy?q=a+b%20c&flag&=v&${six}&origin=${origin}#f?g`)
  })

  it('takes sample values out, of all nine names and of the record’s own, passed or not', () => {
    const url = 'https://crm/x?callerNum=1&agentName=zz&callskill=q&my=1&tab=2&origin=https://old&%63allid=9'
    const params = [{ name: 'my', source: 'callData', key: 'callid' }] as const
    expect(pageAddress(page({ url, params }), values, origin)).toBe(`https://crm/x?tab=2&my=1653963570-252&origin=${origin}`)
  })

  it('passes the number label where it is listed, and leaves a parameter of that name in the company’s address alone', () => {
    const params = [{ name: 'mark', source: 'callData', key: 'numberLabel' }] as const
    const url = 'https://crm/x?numberLabel=7&tab=2'
    expect(pageAddress(page({ url, params }), values, origin)).toBe(`${url}&mark=%E9%80%8F%E6%98%BE%20A&origin=${origin}`)
  })

  it('passes exactly the listed parameters, in their order, under their own names', () => {
    const params = [
      { name: 'who', source: 'callData', key: 'agentName' },
      { name: 'skill', source: 'callData', key: 'callskill' },
      { name: 'l', source: 'attachedData', key: 'lang' },
    ] as const
    expect(pageAddress(page({ params }), values, origin)).toBe(
      `https://crm.example/x?who=wang%2Bmin&skill=%E8%B4%B7%E6%AC%BE%20%E5%92%A8%E8%AF%A2&l=zh&origin=${origin}`,
    )
  })

  it('passes an absent value empty, or leaves it out when told so', () => {
    const params = [
      { name: 'a', source: 'attachedData', key: 'missing' },
      { name: 'b', source: 'attachedData', key: 'toString' },
      { name: 'c', source: 'attachedData', key: 'lang' },
    ] as const
    expect(pageAddress(page({ params }), values, origin)).toBe(`https://crm.example/x?a=&b=&c=zh&origin=${origin}`)
    expect(pageAddress(page({ params, omitEmpty: true }), values, origin)).toBe(`https://crm.example/x?c=zh&origin=${origin}`)
  })

  it('never lets a value become another parameter, a fragment or a line', () => {
    const params = [{ name: 'n', source: 'attachedData', key: 'note' }] as const
    const url = pageAddress(page({ params }), values, origin)
    expect(url).toBe(`https://crm.example/x?n=a%26b%3Dc%23d%0D%0A%3Cscript%3E%22%F0%9F%98%80&origin=${origin}`)
    expect(new URL(url).searchParams.get('n')).toBe(values.attachedData['note'])
  })

  it('survives half a surrogate pair', () => {
    const params = [{ name: 'n', source: 'attachedData', key: 'x' }] as const
    expect(pageAddress(page({ params }), { ...values, attachedData: { x: 'a\ud83d' } }, origin)).toContain('n=a%EF%BF%BD&')
  })

  it('puts the parameters behind the fragment for hash routers', () => {
    const url = 'https://crm/x?tab=2&callid=1#/card?z=1'
    expect(pageAddress(page({ url, afterFragment: true }), values, origin)).toBe(`https://crm/x?tab=2#/card?z=1&${six}&origin=${origin}`)
    expect(pageAddress(page({ afterFragment: true }), values, origin)).toBe(`https://crm.example/x#?${six}&origin=${origin}`)
  })

  it('fills placeholders anywhere, encoded, the origin literally; what is not ours stays', () => {
    const url = 'https://crm.example/card/{callerNum}/{skill}?o={origin}&w={other}#/x/{callid}'
    const params = [{ name: 'skill', source: 'callData', key: 'callskill' }] as const
    expect(pageAddress(page({ url, params }), values, origin)).toBe(
      `https://crm.example/card/13812345678/%E8%B4%B7%E6%AC%BE%20%E5%92%A8%E8%AF%A2?o=${origin}&w={other}` +
        `&skill=%E8%B4%B7%E6%AC%BE%20%E5%92%A8%E8%AF%A2&origin=${origin}#/x/1653963570-252`,
    )
  })

  it.each(['..', '.', 'a/../b', '/..', '%2e%2e', '?x', '#x'])('never lets a value in the path climb or end it: %s', (who) => {
    const params = [{ name: 'who', source: 'attachedData', key: 'who' }] as const
    const url = pageAddress(page({ url: 'https://crm.example/a/{who}/c', params }), { ...values, attachedData: { who } }, origin)
    const { pathname, searchParams, hash } = new URL(url)
    expect([pathname.split('/').length, pathname.startsWith('/a/'), pathname.endsWith('/c'), hash]).toEqual([4, true, true, ''])
    expect(searchParams.get('who')).toBe(who)
  })

  it('gives a window of its own no origin', () => {
    expect(pageAddress(page({ openMode: 'separate' }), values, origin)).toBe(`https://crm.example/x?${six}`)
  })

  it('leaves a place for the token, which no value can look like', () => {
    const params = [{ name: 'n', source: 'attachedData', key: 'x' }] as const
    const forged = { ...values, attachedData: { x: tokenMark } }
    expect(pageAddress(page({ params, contextToken: true, url: 'https://crm.example/x?contextToken=old' }), forged, origin)).toBe(
      `https://crm.example/x?n=%7BcontextToken%7D&contextToken={contextToken}&origin=${origin}`,
    )
  })
})

describe('data in the path', () => {
  it.each([
    ['https://crm.example/x', false],
    ['https://crm.example/x?who={callerNum}', false],
    ['https://crm.example/{origin}/{other}', false],
    ['https://crm.example/{callerNum}', true],
    ['https://crm.example/{mine}', true],
  ])('%s: %s', (url, isThere) => {
    expect(hasDataInPath(page({ url, params: [{ name: 'mine', source: 'attachedData', key: 'lang' }] }), values)).toBe(isThere)
  })
})

describe('a page that is posted to', () => {
  const post = (changes: Partial<PageAddress> = {}) => pageRequest(page({ passMode: 'post', ...changes }), values, origin)

  it('has the origin alone in its address, sample values taken out, and the rest in the form', () => {
    const { url, form } = post({ url: 'https://crm/x?tab=2&callerNum=1&agentName=q#f' })
    expect(url).toBe(`https://crm/x?tab=2&origin=${origin}#f`)
    expect(form).toEqual([
      { name: 'callerNum', value: '13812345678' },
      { name: 'calledNum', value: '4466' },
      { name: 'callid', value: '1653963570-252' },
      { name: 'mediaType', value: '1' },
      { name: 'callType', value: '0' },
      { name: 'workNo', value: '101' },
    ])
  })

  it('hands hostile values on as they are: the form’s encoding is the browser’s', () => {
    const params = [{ name: 'n', source: 'attachedData', key: 'note' }] as const
    expect(post({ params, openMode: 'separate', contextToken: true })).toEqual({
      url: 'https://crm.example/x',
      form: [
        { name: 'n', value: values.attachedData['note'] },
        { name: 'contextToken', value: tokenMark },
      ],
    })
  })
})

describe('a page that is loaded once', () => {
  it('gets the origin and nothing of a call', () => {
    expect(livingAddress('https://crm/x?callid=1&tab=2#/a/{callerNum}', origin)).toBe(`https://crm/x?tab=2&origin=${origin}#/a/{callerNum}`)
  })
})
