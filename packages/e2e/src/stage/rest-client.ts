// A program's way to the server, for what a story needs but does not tell: preparing settings, reading records.
import { routes, type Route, type RouteBodyInput, type RouteName, type RouteResponse } from '@openseat/contracts'
import { demoPassword } from './open-seat.ts'

interface Parts<N extends RouteName> {
  readonly params?: Readonly<Record<string, string | number>>
  readonly query?: Readonly<Record<string, string>>
  readonly body?: RouteBodyInput<N>
}

export class RestClient {
  readonly #origin: string
  #cookie = ''

  private constructor(origin: string) {
    this.#origin = origin
  }

  static async logIn(origin: string, login: string): Promise<RestClient> {
    const client = new RestClient(origin)
    const response = await client.#send('logIn', { body: { login, password: demoPassword } })
    if (!response.ok) throw new Error(`log-in of ${login}: ${response.status} ${await response.text()}`)
    client.#cookie = (response.headers.get('set-cookie') ?? '').split(';')[0] ?? ''
    return client
  }

  async call<N extends RouteName>(name: N, parts: Parts<N> = {}): Promise<RouteResponse<N>> {
    const response = await this.#send(name, parts)
    const text = await response.text()
    if (!response.ok) throw new Error(`${name}: ${response.status} ${text}`)
    return (text === '' ? undefined : JSON.parse(text)) as RouteResponse<N>
  }

  /** The file that is the answer. */
  async file<N extends RouteName>(name: N, parts: Parts<N> = {}): Promise<Uint8Array> {
    const response = await this.#send(name, parts)
    if (!response.ok) throw new Error(`${name}: ${response.status} ${await response.text()}`)
    return new Uint8Array(await response.arrayBuffer())
  }

  /** The answer's status and error body, for what must be refused. */
  async refused<N extends RouteName>(name: N, parts: Parts<N> = {}): Promise<{ status: number; code: string; fields: string[] }> {
    const response = await this.#send(name, parts)
    const body = (await response.json()) as { code?: string; problems?: { field: string }[] }
    return { status: response.status, code: body.code ?? '', fields: (body.problems ?? []).map(({ field }) => field) }
  }

  #send<N extends RouteName>(name: N, { params = {}, query = {}, body }: Parts<N>): Promise<Response> {
    const { method, path, upload }: Route = routes[name]
    const address = path.replace(/:(\w+)/g, (_whole, key: string) => encodeURIComponent(String(params[key] ?? '')))
    const search = new URLSearchParams(query).toString()
    const headers: Record<string, string> = { 'accept-language': 'en', ...(this.#cookie !== '' && { cookie: this.#cookie }) }
    if (body !== undefined) headers['content-type'] = upload?.type ?? 'application/json'
    return fetch(`${this.#origin}${address}${search === '' ? '' : `?${search}`}`, {
      method,
      headers,
      ...(body !== undefined && { body: upload ? (body as Uint8Array<ArrayBuffer>) : JSON.stringify(body) }),
    })
  }
}
