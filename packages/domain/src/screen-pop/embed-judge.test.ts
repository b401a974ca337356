import type { PageFinding } from '@openseat/contracts'
import { describe, expect, it } from 'vitest'
import type { AskFailure, HeaderLines, PageAnswer, PageFacts } from './embed-answer.ts'
import { isSameSite } from './embed-cookies.ts'
import { judgePage, outcomeOf } from './embed-judge.ts'

const page = 'https://crm.example/card'
const html: HeaderLines = [['content-type', 'text/html; charset=utf-8']]
const answer = (more: Partial<PageAnswer> = {}): PageAnswer => ({ url: page, method: 'GET', status: 200, headers: html, ...more })
const facts = (more: Partial<PageFacts> = {}): PageFacts => ({
  framedBy: 'https://desk.example:8443',
  openMode: 'embedded',
  passMode: 'get',
  address: page,
  attachedInAddress: [],
  answers: [answer()],
  end: { kind: 'document', html: '' },
  postRefused: null,
  emptyRefused: null,
  ...more,
})
const withHeaders = (...headers: HeaderLines) => facts({ answers: [answer({ headers: [...html, ...headers] })] })
const codes = (input: PageFacts) => judgePage(input).map(({ severity, code }) => `${severity} ${code}`)
const only = (input: PageFacts): PageFinding => {
  const [finding, ...more] = judgePage(input)
  expect(more).toEqual([])
  if (!finding) throw new Error('nothing was found')
  return finding
}
const lines = (input: PageFacts) => only(input).advice.map(({ action, value }) => `${action} ${value}`)

describe('a page without fault', () => {
  it('has no findings', () => {
    expect(judgePage(facts())).toEqual([])
    expect(judgePage(facts({ openMode: 'separate', passMode: 'post', answers: [answer({ method: 'POST' })] }))).toEqual([])
  })

  it('is ok, also with something good to know; the worst finding decides', () => {
    const finding = (severity: PageFinding['severity']): PageFinding => ({ code: 'notPage', severity, params: {}, advice: [] })
    expect(outcomeOf([])).toBe('ok')
    expect(outcomeOf([finding('info')])).toBe('ok')
    expect(outcomeOf([finding('info'), finding('warns')])).toBe('warns')
    expect(outcomeOf([finding('warns'), finding('stops')])).toBe('stops')
  })
})

describe('the advice on the frame is word for word', () => {
  it.each([
    [
      'a page that denies frames',
      [['X-Frame-Options', 'DENY']],
      ['removeHeader X-Frame-Options: DENY', `setHeader Content-Security-Policy: frame-ancestors 'self' https://desk.example:8443`],
    ],
    [
      'one that has a policy without frames already',
      [
        ['X-Frame-Options', 'SAMEORIGIN'],
        ['Content-Security-Policy', `default-src 'self'; img-src *;`],
      ],
      [
        'removeHeader X-Frame-Options: SAMEORIGIN',
        `setHeader Content-Security-Policy: default-src 'self'; img-src *; frame-ancestors 'self' https://desk.example:8443`,
      ],
    ],
    [
      'one whose policy allows nobody',
      [['Content-Security-Policy', `default-src 'self'; frame-ancestors 'none'`]],
      [`setHeader Content-Security-Policy: default-src 'self'; frame-ancestors https://desk.example:8443`],
    ],
    [
      'one whose policy allows others',
      [['Content-Security-Policy', `frame-ancestors 'self' https://other.example; object-src 'none'`]],
      [`setHeader Content-Security-Policy: frame-ancestors 'self' https://other.example https://desk.example:8443; object-src 'none'`],
    ],
    [
      'one whose policy is another in each answer',
      [['Content-Security-Policy', `script-src 'nonce-abc'; frame-ancestors 'self'`]],
      [`setDirective frame-ancestors 'self' https://desk.example:8443`],
    ],
    [
      'the policy that refuses, of several',
      [
        ['Content-Security-Policy', 'frame-ancestors *'],
        ['Content-Security-Policy', `frame-ancestors 'self'`],
      ],
      [`setHeader Content-Security-Policy: frame-ancestors 'self' https://desk.example:8443`],
    ],
    [
      'contradicting lines',
      [
        ['X-Frame-Options', 'SAMEORIGIN'],
        ['X-Frame-Options', 'DENY'],
      ],
      [
        'removeHeader X-Frame-Options: SAMEORIGIN',
        'removeHeader X-Frame-Options: DENY',
        `setHeader Content-Security-Policy: frame-ancestors 'self' https://desk.example:8443`,
      ],
    ],
  ] as [string, HeaderLines, string[]][])('%s', (_name, headers, advice) => {
    expect(only(withHeaders(...headers)).severity).toBe('stops')
    expect(lines(withHeaders(...headers))).toEqual([...advice, 'openSeparate separate'])
  })

  it('of a Web API page has no separate window in it', () => {
    expect(only({ ...withHeaders(['x-frame-options', 'DENY']), passMode: 'webApi' }).advice.map(({ action }) => action)).toEqual([
      'removeHeader',
      'setHeader',
    ])
  })

  it('replaces what browsers pass over', () => {
    expect(codes(withHeaders(['x-frame-options', 'ALLOW-FROM https://desk.example:8443']))).toEqual(['warns frameOptionsAllowFrom'])
    expect(codes(withHeaders(['x-frame-options', 'ALLOWALL']))).toEqual(['info frameOptionsUnknown'])
    expect(codes(withHeaders(['x-frame-options', 'DENY'], ['content-security-policy', 'frame-ancestors *']))).toEqual([
      'info frameOptionsOverruled',
    ])
  })

  it('is none for a window of its own', () => {
    expect(judgePage({ ...withHeaders(['x-frame-options', 'DENY'], ['set-cookie', 'a=b']), openMode: 'separate' })).toEqual([])
  })

  it('does not look at the frame headers of a redirect', () => {
    const first = answer({
      url: 'https://crm.example/',
      status: 302,
      headers: [
        ['x-frame-options', 'DENY'],
        ['location', '/card'],
      ],
    })
    expect(judgePage(facts({ answers: [first, answer()] }))).toEqual([])
  })
})

describe('who does not answer', () => {
  const failed = (failure: AskFailure, more: Partial<PageFacts> = {}) =>
    facts({ answers: [], end: { kind: 'failed', url: page, failure, detail: 'X' }, ...more })
  it.each([
    ['dns', 'stops nameUnknown'],
    ['refused', 'stops connectionRefused'],
    ['tls', 'stops tlsInvalid'],
    ['timeOut', 'stops timedOut'],
    ['broken', 'stops answerBroken'],
    ['unlisted', 'stops addressUnlisted'],
    ['forbidden', 'warns addressForbidden'],
  ] as const)('%s: %s', (failure, result) => {
    expect(codes(failed(failure))).toEqual([result])
    expect(only(failed(failure)).params).toEqual({ origin: 'https://crm.example', host: 'crm.example', detail: 'X' })
  })

  it.each([
    [500, ['stops statusError']],
    [404, ['stops statusError']],
    [403, ['warns accessDenied']],
    [401, ['warns accessDenied']],
    [204, ['stops noContent']],
    [201, []],
  ])('with status %i: %j', (status, result) => {
    expect(codes(facts({ answers: [answer({ status })] }))).toEqual(result)
  })
})

describe('redirects', () => {
  const moved = (url: string, status = 302, method: 'GET' | 'POST' = 'GET') => answer({ url, status, method, headers: [] })
  const unlisted = { kind: 'failed', url: 'https://cards.example/x?x=1', failure: 'unlisted', detail: '' } as const

  it('to an unlisted host stop a frame, and not a window', () => {
    const input = facts({ answers: [moved(page)], end: unlisted })
    expect(codes(input)).toEqual(['stops redirectUnlisted'])
    expect(lines(input)).toEqual(['listHost https://cards.example', 'openSeparate separate'])
    expect(codes({ ...input, openMode: 'separate' })).toEqual(['info redirectUnlisted'])
  })

  it('from encrypted to plain are told; an encrypted workbench would not show the page', () => {
    const input = facts({ answers: [moved(page), answer({ url: 'http://crm.example/card' })] })
    expect(codes(input)).toEqual(['stops redirectDowngrade', 'stops mixedPage'])
    expect(codes({ ...input, framedBy: 'http://desk.example' })).toEqual(['warns redirectDowngrade'])
    expect(codes({ ...input, openMode: 'separate' })).toEqual(['warns redirectDowngrade'])
    const back = facts({ answers: [moved(page), moved('http://crm.example/x'), answer()] })
    expect(codes(back)).toEqual(['stops redirectDowngrade'])
  })

  it('in a circle stop everything', () => {
    expect(codes(facts({ answers: [moved(page), moved(page)], end: { kind: 'loop', url: page } }))).toEqual(['stops redirectLoop'])
  })

  it.each([
    [301, ['keepMethod 308', 'passByGet get']],
    [302, ['keepMethod 307', 'passByGet get']],
    [303, ['keepMethod 307', 'passByGet get']],
    [307, []],
    [308, []],
  ])('with %i after a form, to the same page: %j', (status, advice) => {
    const input = facts({ passMode: 'post', answers: [moved(page, status, 'POST'), answer({ method: status > 303 ? 'POST' : 'GET' })] })
    expect(judgePage(input).flatMap((finding) => finding.advice.map(({ action, value }) => `${action} ${value}`))).toEqual(advice)
  })
})

describe('a log-in in the page’s place', () => {
  const moved = (url: string) => answer({ url, status: 302, headers: [] })
  const login = (url: string, ...headers: HeaderLines) => facts({ answers: [moved(page), answer({ url, headers: [...html, ...headers] })] })

  it.each([
    'https://crm.example/login',
    'https://crm.example/account/sign-in?next=%2Fcard',
    'https://sso.example/',
    'https://crm.example/cas/',
    'https://crm.example/oauth2/authorize',
  ])('is named, and is not to be changed: %s', (url) => {
    expect(only(login(url))).toMatchObject({ code: 'loginFirst', severity: 'info', params: { address: url.split('?')[0] }, advice: [] })
    const refused = login(url, ['x-frame-options', 'DENY'], ['set-cookie', 'sid=1; SameSite=Lax'])
    expect(only(refused)).toMatchObject({ code: 'loginOutside', severity: 'warns', advice: [] })
  })

  it('is known by its field for a password, wherever it stands', () => {
    const end = { kind: 'document', html: '<form><input name="p" type="password"></form>' } as const
    expect(only(facts({ answers: [answer({ headers: [...html, ['x-frame-options', 'DENY']] })], end })).code).toBe('loginOutside')
    expect(codes(facts({ end: { kind: 'document', html: '<p>password</p>' } }))).toEqual([])
  })

  it('on an unlisted host is no fault of the page', () => {
    const end = { kind: 'failed', url: 'https://login.example/sso?x=1', failure: 'unlisted', detail: '' } as const
    const input = facts({ answers: [moved(page)], end })
    expect(codes(input)).toEqual(['warns loginUnlisted'])
    expect(only(input).params['address']).toBe('https://login.example/sso')
  })

  it('is not every page with such letters', () => {
    for (const path of ['/blogin', '/catalogue', '/authors', '/essay', '/castle'])
      expect(codes(login(`https://crm.example${path}`, ['x-frame-options', 'DENY'])), path).toEqual(['stops frameOptionsDeny'])
  })

  it('nor is a refusal judged for its frame', () => {
    expect(codes(facts({ answers: [answer({ status: 403, headers: [...html, ['x-frame-options', 'DENY']] })] }))).toEqual([
      'warns accessDenied',
    ])
  })
})

describe('the workbench’s own host with another port', () => {
  const at = (url: string, framedBy = 'https://desk.example:8443') => codes(facts({ address: url, answers: [answer({ url })], framedBy }))
  it('is told: it is sent the log-in', () => {
    expect(at('https://desk.example:9000/card')).toEqual(['warns sharedHost'])
    expect(at('http://10.0.0.5:9000/card', 'http://10.0.0.5:8080')).toEqual(['warns sharedHost'])
    expect(at('http://localhost:8090/', 'http://localhost:8080')).toEqual(['info sharedHost'])
    expect(codes(facts({ answers: [answer({ status: 302, headers: [] }), answer({ url: 'https://desk.example/card' })] }))).toContain(
      'warns sharedHost',
    )
  })

  it('is not told where no cookie goes', () => {
    expect(at('https://crm.desk.example/card')).toEqual([])
    expect(at('https://desk.example:8443/card')).toEqual([])
    // The cookie of an encrypted workbench does not go over a plain connection.
    expect(at('http://desk.example:9000/card')).toEqual(['stops mixedPage'])
  })
})

it('an address that servers refuse for its length is told, with the way out', () => {
  const input = facts({ address: `${page}?x=${'长'.repeat(900)}` })
  expect(codes(input)).toEqual([])
  const long = facts({ address: `${page}?x=${'长'.repeat(2_700)}` })
  expect(codes(long)).toEqual(['stops addressTooLong'])
  expect(lines(long)).toEqual(['passByPost post'])
  expect(codes(facts({ attachedInAddress: ['note', 'other'] }))).toEqual(['info addressGrows'])
})

describe('a form', () => {
  it.each([302, 303])('that is taken and sent on to a page is as it should be (%i)', (status) => {
    const answers = [answer({ method: 'POST', status, headers: [] }), answer({ url: 'https://crm.example/customers/7' })]
    const input = facts({ passMode: 'post', answers })
    expect(only(input)).toMatchObject({ code: 'formForwarded', severity: 'info', params: { address: 'https://crm.example/customers/7' } })
  })

  it.each(['https://crm.example/card/', 'http://crm.example/card', 'https://www.crm.example/Card?tab=1'])(
    'that is sent to the same page at %s is lost',
    (url) => {
      const answers = [answer({ method: 'POST', status: 302, headers: [] }), answer({ url })]
      const found = codes(facts({ passMode: 'post', framedBy: 'http://desk.example', answers }))
      expect(found[0]).toBe('stops redirectDropsForm')
    },
  )

  it('of a caller without a number that the page does not take is told with its fields', () => {
    const input = facts({ passMode: 'post', emptyRefused: { status: 500, names: ['callerNum', 'note'] } })
    expect(only(input)).toMatchObject({ code: 'emptyRefused', severity: 'warns', params: { status: 500, names: 'callerNum, note' } })
  })

  it('that the page does not take is told with its status', () => {
    expect(only(facts({ passMode: 'post', postRefused: 405 }))).toMatchObject({
      code: 'postRefused',
      severity: 'stops',
      params: { status: 405 },
    })
  })
})

describe('an encrypted workbench', () => {
  const plain = (url: string, more: Partial<PageFacts> = {}) => facts({ answers: [answer({ url })], ...more })
  it('does not show a plain page, but one of this machine', () => {
    expect(lines(plain('http://crm.example/card'))).toEqual(['useAddress https://crm.example', 'openSeparate separate'])
    expect(judgePage(plain('http://localhost:8090/card'))).toEqual([])
    expect(judgePage(plain('http://crm.example/card', { framedBy: 'http://desk.example' }))).toEqual([])
    expect(codes(facts({ answers: [], end: { kind: 'failed', url: 'http://crm.example/', failure: 'refused', detail: '' } }))).toEqual([
      'stops connectionRefused',
      'stops mixedPage',
    ])
  })

  it.each([
    ['<script src="http://a.example/x.js"></script>', 1],
    [`<LINK rel='stylesheet' href='http://a.example/x.css'>`, 1],
    ['<iframe src = http://a.example/></iframe><embed src="http://b.example/">', 2],
    ['<img src="http://a.example/x.png"><a href="http://a.example/">', 0],
    ['<link rel="canonical" href="http://a.example/">', 0],
    ['<!-- <script src="http://a.example/x.js"></script> -->', 0],
    ['<script src="https://a.example/x.js"></script><script src="http://localhost:1/x.js">', 0],
  ])('blocks plain parts: %s', (text, count) => {
    const findings = judgePage(facts({ end: { kind: 'document', html: text } }))
    expect(findings.map(({ params }) => params['count'])).toEqual(count === 0 ? [] : [count])
  })

  it('is not told of parts that the page has upgraded', () => {
    const input = withHeaders(['content-security-policy', 'upgrade-insecure-requests'])
    expect(judgePage({ ...input, end: { kind: 'document', html: '<script src="http://a.example/x.js">' } })).toEqual([])
  })

  it('reads a hostile page in no time', () => {
    const started = performance.now()
    for (const piece of ['<!--', '<script ', '<link rel=', `<script src${' '.repeat(500)}`, '<script src="http:'])
      judgePage(facts({ end: { kind: 'document', html: piece.repeat(262_144 / piece.length) } }))
    expect(performance.now() - started).toBeLessThan(2_000)
  })
})

describe('cookies in a frame of another site', () => {
  const cookie = (value: string) => withHeaders(['set-cookie', value])
  it.each([
    ['sid=1', 'warns cookieSameSite'],
    ['sid=1; SameSite=Lax; Secure', 'warns cookieSameSite'],
    ['sid=1; samesite=strict', 'warns cookieSameSite'],
    ['sid=1; SameSite=None', 'warns cookieInsecure'],
    ['sid=1; SameSite=None; Secure', 'info cookieUnpartitioned'],
  ])('%s: %s', (value, result) => {
    expect(codes(cookie(value))).toEqual([result])
  })

  it.each(['sid=1; SameSite=None; Secure; Partitioned', 'sid=; Max-Age=0', 'sid=; max-age=-1'])('%s is no loss', (value) => {
    expect(judgePage(cookie(value))).toEqual([])
  })

  it('get the exact line, without their value', () => {
    const input = cookie('JSESSIONID=top=secret; Path=/app; HttpOnly; SameSite=Lax')
    expect(lines(input)).toEqual([
      'setHeader Set-Cookie: JSESSIONID=…; Path=/app; HttpOnly; Secure; SameSite=None; Partitioned',
      'openSeparate separate',
    ])
    expect(JSON.stringify(judgePage(input))).not.toContain('secret')
  })

  it('are looked at on the whole way, the last of a name counts', () => {
    const first = answer({
      url: 'https://crm.example/',
      status: 302,
      headers: [
        ['set-cookie', 'a=1'],
        ['set-cookie', 'b=1'],
      ],
    })
    const last = answer({ headers: [...html, ['set-cookie', 'b=2; SameSite=None; Secure; Partitioned']] })
    expect(only(facts({ answers: [first, last] })).params).toEqual({ names: 'a', count: 1 })
  })

  it.each([
    ['https://crm.bank.example/', 'https://desk.bank.example', true],
    ['https://bank.example:8443/', 'https://desk.bank.example', true],
    ['http://crm.bank.example/', 'https://desk.bank.example', false],
    ['https://crm.bank.com.cn/', 'https://desk.bank.com.cn', true],
    ['https://crm.bank.com.cn/', 'https://desk.other.com.cn', false],
    ['http://localhost:8090/', 'http://localhost:8080', true],
    ['http://10.0.0.1/', 'http://10.0.0.2', false],
    ['http://[::1]:1/', 'http://[::1]:2', true],
  ])('%s beside %s: %s', (url, other, same) => {
    expect(isSameSite(url, other)).toBe(same)
  })
})

describe('the document', () => {
  const typed = (type: string, ...more: HeaderLines) => facts({ answers: [answer({ headers: [['content-type', type], ...more] })] })
  it.each([
    ['text/html', []],
    ['application/xhtml+xml; charset=utf-8', []],
    ['application/json', ['warns notPage']],
    ['text/plain', ['warns notPage']],
    ['application/pdf', ['stops pdf']],
    ['application/octet-stream', ['stops downloaded']],
    ['application/zip', ['stops downloaded']],
  ])('of type %s: %j', (type, result) => {
    expect(codes(typed(type))).toEqual(result)
  })

  it.each([
    ['<iframe id=doc src="/doc.pdf" width=600>', true],
    ['<embed src=contract.PDF>', true],
    ["<object data='/a.pdf?x=1'></object>", true],
    ['<embed type="application/pdf" src="/show?id=7">', true],
    ['<iframe src="/pdf/list"></iframe><a href="/doc.pdf">contract</a>', false],
    ['<!-- <embed src="a.pdf"> -->', false],
  ])('%s shows a PDF in our sandbox: %s', (html, does) => {
    const input = { ...facts({}), end: { kind: 'document', html } as const }
    expect(codes(input)).toEqual(does ? ['warns pdfInside'] : [])
    expect(codes({ ...input, openMode: 'separate' })).toEqual([])
  })

  it('that is to be saved is not shown', () => {
    expect(codes(typed('text/html', ['content-disposition', 'attachment; filename="a.html"']))).toEqual(['stops downloaded'])
    expect(codes(typed('text/html', ['content-disposition', 'inline']))).toEqual([])
  })

  it('that cuts its opener off gets a new window each time', () => {
    const input = withHeaders(['cross-origin-opener-policy', 'same-origin; report-to="x"'])
    expect(judgePage(input)).toEqual([])
    expect(codes({ ...input, openMode: 'separate' })).toEqual(['warns openerIsolated'])
  })
})
