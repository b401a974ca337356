// The page of a screen pop that posts the call's data (POST /crm/order): what a server does with the form.
// Copy it, and put your own look-up into findCustomer(). Every value comes from outside: it is written through html``, which
// escapes it, and nowhere else.

import type { IncomingMessage } from 'node:http'
import { verifyContextToken } from '../verifiers/verify-context-token.mjs'
import { findCustomer, type Customer } from './customers.ts'

const longestForm = 65_536

export interface PostedReply {
  readonly status: number
  readonly body: string
}

const texts = {
  zh: {
    title: '工单',
    new: '新客户',
    form: '收到的表单',
    trusted: '已核对工作台的签名：号码可信。',
    doubtful: '上下文令牌无效，请勿据此核实身份：',
    noToken: '没有上下文令牌，号码未经核实。',
    note: '处理记录',
    get: '此页面只接收 POST 表单。请将弹屏的集成方式设为“POST”。',
    notForm: '应为 application/x-www-form-urlencoded 表单。',
    tooLong: '表单过长。',
  },
  en: {
    title: 'Service ticket',
    new: 'New customer',
    form: 'The form that arrived',
    trusted: 'The workbench’s signature is right: the number can be trusted.',
    doubtful: 'The context token is not valid, do not identify anyone by it: ',
    noToken: 'No context token came: nobody vouches for the number.',
    note: 'What was done',
    get: 'This page takes a POST form only. Set the pop’s pass mode to POST.',
    notForm: 'An application/x-www-form-urlencoded form is wanted.',
    tooLong: 'The form is too long.',
  },
} as const
type Words = Record<keyof (typeof texts)['zh'], string>

/** `desk`: the workbench's origin, whose tokens of `tenant` are believed; `own`: the origin of this page, for which they are made. */
export async function postedPage(
  request: IncomingMessage,
  { url, desk, tenant, own }: { url: URL; desk: string | undefined; tenant: string; own: string },
): Promise<PostedReply> {
  const language = (url.searchParams.get('lang') ?? request.headers['accept-language'] ?? '').startsWith('en') ? 'en' : 'zh'
  const words = texts[language]
  const form = await readForm(request, words)
  if (typeof form === 'string')
    return page({ language, words, status: request.method === 'POST' ? 415 : 405, content: html`<p>${form}</p>` })
  const number = (form.get('callType') === '1' ? form.get('calledNum') : form.get('callerNum')) ?? ''
  const customer = number === '' ? undefined : findCustomer(number)
  const trust = await trustIn(form.get('contextToken'), { words, desk, tenant, own })
  return page({ language, words, status: 200, content: ticket({ language, words, form, number, customer, trust }) })
}

/** The form, or words why there is none. A parameter that comes twice is shown twice; get() takes the first. */
async function readForm(request: IncomingMessage, words: Words): Promise<URLSearchParams | string> {
  if (request.method !== 'POST') return words.get
  if (request.headers['content-type']?.split(';')[0]?.trim() !== 'application/x-www-form-urlencoded') return words.notForm
  const parts: Buffer[] = []
  let length = 0
  for await (const part of request as AsyncIterable<Buffer>) {
    length += part.length
    if (length > longestForm) return words.tooLong
    parts.push(part)
  }
  return new URLSearchParams(Buffer.concat(parts).toString('utf8'))
}

interface Trust {
  readonly words: Words
  readonly desk: string | undefined
  readonly tenant: string
  readonly own: string
}

async function trustIn(token: string | null, { words, desk, tenant, own }: Trust): Promise<string> {
  if (token === null || desk === undefined) return words.noToken
  return verifyContextToken(token, { issuer: desk, audience: own, tenant }).then(
    () => words.trusted,
    (error: unknown) => words.doubtful + (error instanceof Error ? error.message : ''),
  )
}

const escapes: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }

class Html {
  readonly text: string
  constructor(text: string) {
    this.text = text
  }
}

/** Text with values in it, each of them escaped unless it is such text itself. */
function html(text: TemplateStringsArray, ...values: readonly (string | Html | readonly Html[])[]): Html {
  const written = values.map((value) => {
    if (typeof value === 'string') return value.replace(/[&<>"']/g, (character) => escapes[character] ?? character)
    return value instanceof Html ? value.text : value.map((each) => each.text).join('')
  })
  return new Html(text.map((part, n) => part + (written[n] ?? '')).join(''))
}

interface Ticket {
  readonly language: 'zh' | 'en'
  readonly words: Words
  readonly form: URLSearchParams
  readonly number: string
  readonly customer: Customer | undefined
  readonly trust: string
}

function ticket({ language, words, form, number, customer, trust }: Ticket): Html {
  const rows = [...form].map(
    ([name, value]) =>
      html`<dt>${name}</dt>
        <dd>${name === 'contextToken' ? '…' : value}</dd>`,
  )
  return html` <header class="head">
      <h1>${customer?.name[language] ?? words.new}</h1>
      <span class="call">${number}</span>
    </header>
    <p class="notice" role="status">${trust}</p>
    <section class="panel">
      <label for="note">${words.note}</label>
      <textarea id="note" rows="5"></textarea>
    </section>
    <details open>
      <summary>${words.form}</summary>
      <dl id="params">${rows}</dl>
    </details>`
}

interface Page {
  readonly language: 'zh' | 'en'
  readonly words: Words
  readonly status: number
  readonly content: Html
}

function page({ language, words, status, content }: Page): PostedReply {
  const lang = language === 'zh' ? 'zh-CN' : 'en'
  const whole = html`<!doctype html>
    <html lang="${lang}">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${words.title}</title>
        <link rel="icon" href="/icon.svg" />
        <link rel="stylesheet" href="/page.css" />
      </head>
      <body data-ready="true">
        <main>${content}</main>
      </body>
    </html>`
  return { status, body: whole.text }
}
