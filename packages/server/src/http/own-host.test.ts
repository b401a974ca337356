import { expect, it } from 'vitest'
import { foreignHost } from './own-host.ts'

const asked = (host: string | undefined, publicOrigin?: string, url = '/api/session') =>
  foreignHost({ headers: host === undefined ? {} : { host }, url }, publicOrigin)

it.each([
  'localhost',
  'localhost:8080',
  'LOCALHOST:8080',
  'desk.localhost',
  '127.0.0.1:8080',
  '192.168.1.5',
  '[::1]:8080',
  '[2001:db8::1]',
])('%s is ours while no public origin is set', (host) => expect(asked(host)).toBeUndefined())

it.each(['evil.example', 'evil.example:8080', 'localhost.evil.example', '127.0.0.1.evil.example', 'notlocalhost', '1', ''])(
  '%s is not',
  (host) => expect(asked(host)).toBe(host),
)

it('is the public origin’s too, where that is set; a proxy may ask by the machine’s own address', () => {
  const origin = 'https://desk.example'
  for (const host of ['desk.example', 'DESK.example', '127.0.0.1:8080', 'localhost:8080']) expect(asked(host, origin)).toBeUndefined()
  for (const host of ['desk.example:8080', 'evil.example', 'sub.desk.example']) expect(asked(host, origin)).toBe(host)
})

it('does not matter for what operators’ tools ask', () => {
  for (const url of ['/healthz', '/readyz', '/metrics?x=1']) expect(asked('10.0.0.7:8080', 'https://desk.example', url)).toBeUndefined()
})
