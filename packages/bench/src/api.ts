// The server's REST interface, as a benchmark asks it.

type Asked = { readonly origin: string; readonly cookie?: string }

export async function api({ origin, cookie = '' }: Asked, path: string, body?: unknown): Promise<{ cookie: string; answer: unknown }> {
  const headers = { 'content-type': 'application/json', origin, ...(cookie === '' ? {} : { cookie }) }
  const answer = await fetch(`${origin}${path}`, { headers, ...(body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) }) })
  if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`)
  return { cookie: (answer.headers.get('set-cookie') ?? cookie).split(';')[0] ?? '', answer: await answer.json().catch(() => null) }
}
