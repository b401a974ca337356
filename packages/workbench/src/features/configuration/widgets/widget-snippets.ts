// What a company copies: the script tag of its pages, and the lines of its server that sign a call. Pure.

export interface SiteSnippet {
  /** OpenSeat's own origin, as visitors reach it. */
  readonly origin: string
  readonly publicId: string
  /** Where the company's server gives passes; left out for a widget of anonymous visitors. */
  readonly signed: boolean
}

export const siteSnippet = ({ origin, publicId, signed }: SiteSnippet): string =>
  [
    `<script src="${origin}/widget.js"`,
    `  data-widget="${publicId}"`,
    ...(signed ? ['  data-pass-url="/call-pass"'] : []),
    '  defer></script>',
  ].join('\n')

/** `POST /call-pass` with Express: everything else is Node.js alone. */
export const serverSnippet = (publicId: string): string => `import { createHmac, randomUUID } from 'node:crypto'

const part = (value) => Buffer.from(JSON.stringify(value)).toString('base64url')

app.post('/call-pass', (request, response) => {
  const { customer } = request.session // who is signed in on your site
  const claims = {
    wid: '${publicId}',
    sub: customer.phone, // the agent sees it as the caller
    data: { customer: customer.id }, // attached data
    exp: Math.floor(Date.now() / 1000) + 120,
    jti: randomUUID(),
  }
  const text = part({ alg: 'HS256' }) + '.' + part(claims)
  const mac = createHmac('sha256', process.env.OPENSEAT_WIDGET_KEY)
  response.json({ pass: text + '.' + mac.update(text).digest('base64url') })
})`

/** What a company's page must allow where it has a Content-Security-Policy. */
export const policySnippet = (origin: string): string => `script-src ${origin}; frame-src ${origin}`
