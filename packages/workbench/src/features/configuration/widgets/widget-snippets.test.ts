import { createHmac, randomUUID } from 'node:crypto'
import { runInNewContext } from 'node:vm'
import { expect, it } from 'vitest'
import { policySnippet, serverSnippet, siteSnippet } from './widget-snippets.ts'

it('the script tag names the widget, and the address for passes where there are any', () => {
  const facts = { origin: 'https://desk.example', publicId: 'w-1' }
  expect(siteSnippet({ ...facts, signed: true })).toContain('data-pass-url="/call-pass"')
  expect(siteSnippet({ ...facts, signed: false })).toBe(
    '<script src="https://desk.example/widget.js"\n  data-widget="w-1"\n  defer></script>',
  )
  expect(policySnippet('https://desk.example')).toBe('script-src https://desk.example; frame-src https://desk.example')
})

type Handler = (request: object, response: { json: (body: { pass: string }) => void }) => void

it('the lines for the server make a pass that the key opens', () => {
  process.env['OPENSEAT_WIDGET_KEY'] = 'a key'
  let handler: Handler | undefined
  const app = { post: (_path: string, given: Handler) => (handler = given) }
  const [first = '', ...lines] = serverSnippet('w-1').split('\n')
  expect(first).toBe("import { createHmac, randomUUID } from 'node:crypto'")
  runInNewContext(lines.join('\n'), { app, createHmac, randomUUID, Buffer, process })
  let pass = ''
  handler?.({ session: { customer: { phone: '138', id: 'c-7' } } }, { json: (body) => (pass = body.pass) })
  const [header = '', payload = '', signature] = pass.split('.')
  expect(signature).toBe(createHmac('sha256', 'a key').update(`${header}.${payload}`).digest('base64url'))
  expect(JSON.parse(Buffer.from(payload, 'base64url').toString())).toMatchObject({ wid: 'w-1', sub: '138', data: { customer: 'c-7' } })
})
