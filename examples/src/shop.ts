// The shop: pages with the call button, and `POST /call-pass`, where the button asks for a pass.
import { readFile } from 'node:fs/promises'
import type { IncomingMessage } from 'node:http'
import { signPass, type Widget } from './call-pass.ts'
import { signedInCustomer } from './customers.ts'

export interface ShopWidget extends Widget {
  /** Where OpenSeat is, such as `https://desk.example`. */
  readonly desk: string
  /** The tenant's code, behind the @ of its log-ins. */
  readonly tenant: string
}

export interface ShopAnswer {
  readonly status: number
  readonly body: unknown
}

/** Written in the pages as a company would write them; the example's server puts its own in their place. */
const placeholders = { desk: 'https://desk.example', widget: 'w-your-widget' }
const pages = ['/shop/', '/shop/en.html']
const languages = ['zh-CN', 'en']
const bodyAtMostBytes = 4_096

/** Undefined when it is none of the shop's pages. */
export function shopFile(pathname: string): string | undefined {
  return pages.includes(pathname) ? (pathname.endsWith('/') ? `${pathname}index.html` : pathname) : undefined
}

export async function shopPage(file: string, widget: ShopWidget | undefined): Promise<string> {
  const text = await readFile(file, 'utf8')
  if (!widget) return text.replace(/<script\s+src="https:\/\/desk\.example[^]*?<\/script>/, '')
  return text.replaceAll(placeholders.desk, widget.desk).replaceAll(placeholders.widget, widget.publicId)
}

/** What the pages may load besides their own: the button's script and its frame. */
export const shopPolicy = ({ desk }: ShopWidget): string =>
  `default-src 'self'; script-src 'self' ${desk}; frame-src ${desk}; frame-ancestors 'none'`

/** Only for the shop's own pages; who calls is who is signed in, whatever the page says. */
export async function answerCallPass(request: IncomingMessage, widget: ShopWidget | undefined): Promise<ShopAnswer> {
  if (request.method !== 'POST') return { status: 405, body: {} }
  if (!isOwnPage(request)) return { status: 403, body: {} }
  if (!widget) return { status: 503, body: {} }
  const asked = await bodyOf(request)
  const customer = signedInCustomer()
  const page = pages.find((known) => known === asked['page']) ?? ''
  const lang = languages.find((known) => known === asked['lang']) ?? 'zh-CN'
  return { status: 200, body: { pass: signPass(widget, { sub: customer.number, data: { customer: customer.name.zh, lang, page } }) } }
}

function isOwnPage({ headers }: IncomingMessage): boolean {
  const { origin, host } = headers
  return origin !== undefined && URL.canParse(origin) && new URL(origin).host === host
}

async function bodyOf(request: IncomingMessage): Promise<Record<string, unknown>> {
  let text = ''
  for await (const chunk of request) {
    text += String(chunk)
    if (text.length > bodyAtMostBytes) return {}
  }
  try {
    const body: unknown = JSON.parse(text)
    return typeof body === 'object' && body !== null ? { ...body } : {}
  } catch {
    return {}
  }
}
