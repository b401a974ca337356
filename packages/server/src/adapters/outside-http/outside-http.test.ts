import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createServer as createHttp, type IncomingMessage, type RequestListener } from 'node:http'
import { createServer as createHttps } from 'node:https'
import { type AddressInfo, createServer as createTcp, type Server, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { OutsideHttp, type OutsideHttpOptions, type OutsideQuestion } from './outside-http.ts'

const openssl = 'openssl'
const open: (Server | OutsideHttp)[] = []
const sockets = new Set<Socket>()
afterEach(() => {
  for (const each of open.splice(0)) each.close()
  for (const socket of sockets) socket.destroy()
})

async function listening(server: Server): Promise<number> {
  server.on('connection', (socket: Socket) => {
    sockets.add(socket)
    socket.on('error', () => undefined)
    socket.on('close', () => sockets.delete(socket))
  })
  open.push(server)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return (server.address() as AddressInfo).port
}

const http = (listener: RequestListener) => listening(createHttp(listener))
/** Sends these bytes to whoever comes. */
const bytes = (text: string, then: (socket: Socket) => void = () => undefined) =>
  listening(
    createTcp((socket) => {
      socket.write(text)
      then(socket)
    }),
  )

function outside(options?: OutsideHttpOptions): OutsideHttp {
  const made = new OutsideHttp(options)
  open.push(made)
  return made
}

type More = Partial<OutsideQuestion> & { readonly listed?: readonly string[]; readonly by?: OutsideHttp }

function fetch(url: string, { listed = [new URL(url).origin], by = outside(), ...more }: More = {}) {
  const allow = listed.map((origin) => ({ origin, pathPrefix: '' }))
  return by.fetch({ tenantId: 1, url, method: 'GET', timeoutMs: 3_000, maxBytes: 1_000, beyond: 'refuse', allow, ...more })
}

const failure = (kind: string) => expect.objectContaining({ ok: false, failure: kind }) as unknown

describe('asking outside', () => {
  it('sends what is asked and gives the answer as it came', async () => {
    const seen: IncomingMessage[] = []
    let body = ''
    const port = await http((request, response) => {
      seen.push(request)
      request.on('data', (chunk: Buffer) => (body += chunk.toString()))
      request.on('end', () =>
        response
          .writeHead(201, ['set-cookie', 'a=1', 'set-cookie', 'b=2', 'x-frame-options', 'DENY', 'x-frame-options', 'DENY'])
          .end('done'),
      )
    })
    const url = `http://localhost:${port}/a%20b?c=%E4%B8%AD#frag`
    const answer = await fetch(url, { method: 'POST', body: 'x=中', headers: { 'content-type': 'application/x-www-form-urlencoded' } })
    expect(answer).toMatchObject({ ok: true, status: 201, body: Buffer.from('done') })
    const lines = answer.ok ? answer.headers.filter(([name]) => /^(set-cookie|x-frame-options)$/i.test(name)) : []
    expect(lines.map(([, value]) => value)).toEqual(['a=1', 'b=2', 'DENY', 'DENY'])
    expect(seen[0]?.url).toBe('/a%20b?c=%E4%B8%AD')
    expect(seen[0]?.headers).toMatchObject({ host: `localhost:${port}`, 'content-length': '5', connection: 'close' })
    expect(body).toBe('x=中')
  })

  it('follows no redirect, to wherever', async () => {
    const asked: (string | undefined)[] = []
    const port = await http((request, response) => {
      asked.push(request.url)
      response.writeHead(302, { location: 'http://169.254.169.254/latest/meta-data' }).end()
    })
    expect(await fetch(`http://localhost:${port}/`)).toMatchObject({ ok: true, status: 302 })
    expect(asked).toEqual(['/'])
    expect(await fetch('http://169.254.169.254/latest/meta-data')).toEqual(failure('forbidden'))
  })
})

describe('an address is asked only when it', () => {
  it('is listed, with its port, and without a user name', async () => {
    const asked: (string | undefined)[] = []
    const port = await http((request, response) => {
      asked.push(request.url)
      response.end()
    })
    const origin = `http://localhost:${port}`
    for (const url of [
      `http://localhost:${port}/`,
      `http://user@localhost:${port}/`,
      `http://crm.example:1@localhost:${port}/`,
      'file:///etc/passwd',
      'ftp://localhost/',
      'no address',
      '',
    ])
      expect(await fetch(url, { listed: ['http://crm.example', 'http://crm.example:1'] }), url).toEqual(failure('unlisted'))
    expect(await fetch('http://localhost:1/', { listed: [origin] })).toEqual(failure('unlisted'))
    expect(asked).toEqual([])
  })

  it.each(['2130706433', '0x7f.1', '0177.0.0.1', '127.1', '[::ffff:127.0.0.1]', '[::ffff:7f00:1]', '[64:ff9b::7f00:1]', '0', '[::]'])(
    'is no number that means this machine: %s',
    async (host) => {
      const port = await http((_request, response) => response.end('reached'))
      const url = `http://${host}:${port}/`
      expect(await fetch(url, { listed: [`http://*.1:${port}`] })).toMatchObject({ ok: false })
      // An own entry is one address, as it is written and as the URL standard has it: the list keeps and shows the latter.
      const isMachine = new URL(url).hostname === '127.0.0.1'
      for (const listed of [`http://${host}:${port}`, new URL(url).origin])
        expect(await fetch(url, { listed: [listed] }), listed).toMatchObject(isMachine ? { ok: true } : { ok: false, failure: 'forbidden' })
    },
  )

  it('does not lead inside by a name that only a pattern covers, or by a name of this machine that is not localhost', async () => {
    const port = await http((_request, response) => response.end('reached'))
    const to = (...addresses: string[]) =>
      outside({ resolve: async () => addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 })) })
    const url = `http://crm.example:${port}/`
    const wild = [`http://*.example:${port}`]
    for (const address of ['127.0.0.1', '10.0.0.1', '::1', '::ffff:127.0.0.1', 'fe80::1', 'fd00::1', '169.254.169.254'])
      expect(await fetch(url, { by: to(address), listed: wild }), address).toEqual(failure('forbidden'))
    for (const address of ['127.0.0.1', '10.0.0.1', '192.168.1.1', '100.64.0.1', '::1', 'fd00::1', '169.254.169.254', 'fd00:ec2::254'])
      expect(await fetch(url, { by: to(address) }), address).toEqual(failure('forbidden'))
    expect(await fetch(url, { by: to('9.9.9.9', '127.0.0.1') })).toEqual(failure('forbidden'))
    expect(await fetch(url, { by: to() })).toEqual(failure('dns'))
  })

  it('leads inside by name where the operator has named that network', async () => {
    const port = await http((_request, response) => response.end('reached'))
    const to = (address: string) => outside({ networks: ['127.0.0.0/30'], resolve: async () => [{ address, family: 4 }] })
    const url = `http://crm.example:${port}/`
    expect(await fetch(url, { by: to('127.0.0.1') })).toMatchObject({ ok: true })
    expect(await fetch(url, { by: to('127.0.0.9') })).toEqual(failure('forbidden'))
    expect(await fetch(url, { by: to('127.0.0.1'), listed: [`http://*.example:${port}`] })).toEqual(failure('forbidden'))
  })

  it('was resolved once: a name that changes its mind is not followed', async () => {
    let asked = 0
    const port = await http((_request, response) => {
      asked++
      response.end()
    })
    const answers = ['10.255.255.1', '127.0.0.1', '127.0.0.1']
    let resolved = 0
    const by = outside({ networks: ['10.0.0.0/8'], resolve: async () => [{ address: answers[resolved++] ?? '', family: 4 }] })
    const url = `http://crm.example:${port}/`
    expect(await fetch(url, { by, timeoutMs: 300 })).toMatchObject({ ok: false, failure: expect.stringMatching(/timeOut|refused/) })
    expect(resolved).toBe(1)
    expect(await fetch(url, { by })).toEqual(failure('forbidden'))
    expect(resolved).toBe(2)
    expect(asked).toBe(0)
  })
})

describe('whatever the other side does', () => {
  const dripping = (socket: Socket): void => {
    const timer = setInterval(() => socket.write('x'), 100)
    socket.on('close', () => clearInterval(timer))
  }

  it('a byte now and then, in the head or in the body, does not hold us', async () => {
    const head = await bytes('HTTP/1.1 200 OK\r\nx-slow: ', dripping)
    const body = await bytes('HTTP/1.1 200 OK\r\ncontent-length: 1000000\r\n\r\n', dripping)
    const started = Date.now()
    for (const port of [head, body]) expect(await fetch(`http://localhost:${port}/`, { timeoutMs: 500 })).toEqual(failure('timeOut'))
    expect(Date.now() - started).toBeLessThan(2_000)
  })

  it('silence ends sooner than the whole time', async () => {
    const port = await bytes('')
    const started = Date.now()
    expect(await fetch(`http://localhost:${port}/`, { timeoutMs: 5_000, idleMs: 200 })).toEqual(failure('timeOut'))
    expect(Date.now() - started).toBeLessThan(2_000)
  })

  it('a body without end is cut or refused', async () => {
    let sent = 0
    const port = await http((_request, response) => {
      const flood = (): void => {
        while (sent < 1_000_000_000 && !response.destroyed) {
          sent += 65_536
          if (!response.write(Buffer.alloc(65_536, 97))) return void response.once('drain', flood)
        }
      }
      flood()
    })
    expect(await fetch(`http://localhost:${port}/`)).toEqual(failure('tooLarge'))
    const cut = await fetch(`http://localhost:${port}/`, { beyond: 'cut' })
    expect(cut.ok && cut.body.length).toBe(1_000)
    expect(await fetch(`http://localhost:${port}/`, { beyond: 'cut', maxBytes: 0 })).toMatchObject({ ok: true, status: 200 })
    expect(sent).toBeLessThan(50_000_000)
  })

  it.each([
    ['half a body', 'HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\nhalf', 'broken'],
    ['no HTTP', 'SSH-2.0-OpenSSH_9.2\r\n', 'broken'],
    ['a head without end', `HTTP/1.1 200 OK\r\nx: ${'a'.repeat(70_000)}`, 'broken'],
    ['nothing', '', 'broken'],
    ['another protocol', 'HTTP/1.1 101 Switching\r\nconnection: upgrade\r\nupgrade: x\r\n\r\n', 'broken'],
  ])('%s is a failure with a name', async (_name, text, kind) => {
    const port = await bytes(text, (socket) => setTimeout(() => socket.end(), 50))
    expect(await fetch(`http://localhost:${port}/`)).toEqual(failure(kind))
  })

  it('nobody there, and no such name', async () => {
    const port = await listening(createTcp())
    open.pop()?.close()
    expect(await fetch(`http://localhost:${port}/`)).toEqual(failure('refused'))
    expect(
      await fetch('http://nowhere.invalid/', {
        by: outside({ resolve: () => Promise.reject(Object.assign(new Error(), { code: 'ENOTFOUND' })) }),
      }),
    ).toEqual({
      ok: false,
      failure: 'dns',
      detail: 'ENOTFOUND',
    })
    expect(await fetch('http://slow.example/', { timeoutMs: 100, by: outside({ resolve: () => new Promise(() => undefined) }) })).toEqual(
      failure('timeOut'),
    )
  })
})

describe('TLS', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'openseat-outside-'))
  beforeAll(() => {
    const files = ['-keyout', path.join(folder, 'key.pem'), '-out', path.join(folder, 'cert.pem')]
    const subject = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost']
    execFileSync(
      openssl,
      ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-days', '2', ...files, ...subject],
      { stdio: 'ignore' },
    )
  })
  afterAll(() => rmSync(folder, { recursive: true }))

  it('with a certificate that nobody vouches for is refused, under the name of the address', async () => {
    const names: string[] = []
    const tls = { key: readFileSync(path.join(folder, 'key.pem')), cert: readFileSync(path.join(folder, 'cert.pem')) }
    const port = await listening(
      createHttps({ ...tls, SNICallback: (name, done) => (names.push(name), done(null)) }, (_request, response) => response.end()),
    )
    expect(await fetch(`https://localhost:${port}/`)).toEqual({ ok: false, failure: 'tls', detail: 'DEPTH_ZERO_SELF_SIGNED_CERT' })
    expect(names).toEqual(['localhost'])
  })

  it('with somebody who speaks none is refused', async () => {
    const port = await bytes('HTTP/1.1 400 Bad Request\r\n\r\n')
    expect(await fetch(`https://localhost:${port}/`)).toEqual(failure('tls'))
  })
})

describe('a tenant', () => {
  it('has so many requests at once; others are not held up', async () => {
    let running = 0
    let most = 0
    const port = await http((request, response) => {
      if (request.url === '/quick') return void response.end()
      most = Math.max(most, ++running)
      setTimeout(() => {
        running--
        response.end()
      }, 50)
    })
    const by = outside({ atOnce: 2 })
    const slow = Array.from({ length: 7 }, () => fetch(`http://localhost:${port}/`, { by }))
    const other = await fetch(`http://localhost:${port}/quick`, { by, tenantId: 2 })
    expect(other.ok).toBe(true)
    expect((await Promise.all(slow)).every(({ ok }) => ok)).toBe(true)
    expect(most).toBe(2)
  })

  it('waits no longer than its own time', async () => {
    const port = await bytes('')
    const by = outside({ atOnce: 1 })
    const first = fetch(`http://localhost:${port}/`, { by, timeoutMs: 400 })
    expect(await fetch(`http://localhost:${port}/`, { by, timeoutMs: 100 })).toEqual(failure('busy'))
    expect(await first).toEqual(failure('timeOut'))
  })

  it('has so many requests in a minute', async () => {
    let now = 0
    const port = await http((_request, response) => response.end())
    const by = outside({ perMinute: 2, now: () => now })
    const once = () => fetch(`http://localhost:${port}/`, { by })
    expect([(await once()).ok, (await once()).ok]).toEqual([true, true])
    expect(await once()).toEqual(failure('busy'))
    now = 60_000
    expect((await once()).ok).toBe(true)
  })

  it('hears no more when the server closes', async () => {
    const port = await bytes('')
    const by = outside()
    const waiting = fetch(`http://localhost:${port}/`, { by })
    by.close()
    expect((await waiting).ok).toBe(false)
  })
})
