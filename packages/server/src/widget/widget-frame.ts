// The visitor's document, shown in a frame on the companies' own pages. Which pages may frame it stands in its policy, by
// the widget's settings as they are now; its script is told the same origins, so that it listens to nobody else.
import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { AppError, errorText, languages, type Language } from '@openseat/contracts'
import type { FastifyInstance } from 'fastify'
import { escapeHtml } from '../http/escape-html.ts'
import { languageOf } from '../http/language.ts'
import type { LiveWidget } from './known-widgets.ts'
import type { Visitors } from './visitors.ts'

const documentFile = fileURLToPath(new URL('../../../workbench/dist/widget.html', import.meta.url))
const publicIdAtMost = 64

interface FrameQuery {
  readonly w?: unknown
  readonly lang?: unknown
}

const builtDocument = (): Promise<string | undefined> => readFile(documentFile, 'utf8').catch(() => undefined)

/** `GET /widget/frame?w=ID[&lang=zh-CN|en]`; a widget that is off, or none, is a 404 that says so in words. */
export function addWidgetFrame(server: FastifyInstance, visitors: Pick<Visitors, 'widget'>, document = builtDocument): void {
  server.get<{ Querystring: FrameQuery }>('/widget/frame', async (request, reply) => {
    const { w, lang } = request.query
    const language = languageOf(
      languages.find((known) => known === lang),
      request.headers['accept-language'],
    )
    const widget = typeof w === 'string' && w.length <= publicIdAtMost ? await visitors.widget(w) : undefined
    const template = await document()
    if (template === undefined) throw new AppError('ROUTE_NOT_FOUND', { path: '/widget/frame' })
    return reply
      .code(widget ? 200 : 404)
      .header('content-security-policy', policy(widget))
      .header('cache-control', 'no-store')
      .type('text/html; charset=utf-8')
      .send(filled(template, language, widget))
  })
}

/** The words of a refusal harm nobody in whichever frame they stand. */
const policy = (widget: LiveWidget | undefined): string =>
  [
    `default-src 'none'`,
    `script-src 'self'`,
    `style-src 'self'`,
    `img-src 'self'`,
    `media-src 'self' blob:`,
    `connect-src 'self'`,
    `form-action 'none'`,
    `base-uri 'none'`,
    `frame-ancestors ${widget ? widget.origins.join(' ') : '*'}`,
  ].join('; ')

function filled(template: string, language: Language, widget: LiveWidget | undefined): string {
  const data: Readonly<Record<string, string>> = widget
    ? { widget: widget.publicId, media: widget.media, origins: widget.origins.join(' ') }
    : { off: errorText('WIDGET_OFF', language, {}) }
  const attributes = Object.entries(data).map(([name, value]) => ` data-${name}="${escapeHtml(value)}"`)
  return template
    .replace(/<html[^>]*>/, () => `<html lang="${language}"${attributes.join('')}>`)
    .replace('<div id="app"></div>', () => `<div id="app"><p>${escapeHtml(data['off'] ?? '')}</p></div>`)
}
