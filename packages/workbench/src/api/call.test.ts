import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { ApiFailure } from './api-failure.ts'
import { call, configureApi, fetchFile, pathOf, queryText } from './call.ts'

const requests: { url: string; init: RequestInit }[] = []
const events = { loginRequired: vi.fn(), passwordChangeRequired: vi.fn() }

function answerWith(status: number, body: unknown): void {
  const fetch = (url: unknown, init: unknown) => {
    requests.push({ url: String(url), init: init as RequestInit })
    return Promise.resolve(new Response(status === 204 ? null : JSON.stringify(body), { status }))
  }
  configureApi({ fetch: fetch, events })
}

beforeEach(() => requests.splice(0))
afterEach(() => vi.clearAllMocks())

const problem = (status: number, code: string, rest: object = {}) => ({
  type: 'about:blank',
  title: '',
  status,
  code,
  detail: 'why',
  ...rest,
})
const failureOf = (promise: Promise<unknown>) => promise.then(() => null).catch((error: unknown) => error as ApiFailure)

describe('call', () => {
  it('fills the path and leaves empty query values out', () => {
    expect(pathOf('/api/a/:id/b/:code', { id: 3, code: 'x y' })).toBe('/api/a/3/b/x%20y')
    expect(queryText({ search: '', page: 2, sort: undefined, type: 'voice' })).toBe('?page=2&type=voice')
  })

  it('sends the body as JSON in the chosen language', async () => {
    answerWith(204, null)
    configureApi({ language: 'en' })
    await call('setLanguage', { body: { language: 'en' } })
    expect(requests[0]).toMatchObject({ url: '/api/session/language', init: { method: 'PUT', body: '{"language":"en"}' } })
    expect(requests[0]?.init.headers).toMatchObject({ 'accept-language': 'en', 'content-type': 'application/json' })
  })

  it('turns a refusal into a failure with its field problems', async () => {
    answerWith(
      422,
      problem(422, 'REQUEST_INVALID', { problems: [{ field: 'name', code: 'FIELD_TAKEN', params: { value: 'a' }, message: 'm' }] }),
    )
    const failure = await failureOf(call('deleteStaff', { params: { id: 1 } }))
    expect(failure).toMatchObject({
      kind: 'refused',
      code: 'REQUEST_INVALID',
      detail: 'why',
      problems: [{ field: 'name', code: 'FIELD_TAKEN' }],
    })
  })

  it('tells the app that a log-in or a new password is due', async () => {
    answerWith(401, problem(401, 'LOGIN_REQUIRED'))
    await failureOf(call('getMe'))
    expect(events.loginRequired).toHaveBeenCalledOnce()
    answerWith(403, problem(403, 'PASSWORD_CHANGE_REQUIRED'))
    await failureOf(call('getMe'))
    expect(events.passwordChangeRequired).toHaveBeenCalledOnce()
  })

  it('does not mistake a wrong password for an ended session', async () => {
    answerWith(401, problem(401, 'LOGIN_FAILED'))
    expect(await failureOf(call('logIn', { body: { login: 'a', password: 'b' } }))).toMatchObject({ code: 'LOGIN_FAILED' })
    expect(events.loginRequired).not.toHaveBeenCalled()
  })

  it('says unreachable when no answer comes or a proxy answers, unexpected when the answer breaks the contract', async () => {
    configureApi({ fetch: () => Promise.reject(new TypeError('failed')) })
    expect(await failureOf(call('getMe'))).toMatchObject({ kind: 'unreachable' })
    answerWith(502, 'bad gateway')
    expect(await failureOf(call('getMe'))).toMatchObject({ kind: 'unreachable' })
    answerWith(200, { nonsense: true })
    expect(await failureOf(call('getMe'))).toMatchObject({ kind: 'unexpected' })
  })

  it('lets an abort through as an abort', async () => {
    configureApi({ fetch: (_, init) => Promise.reject(init?.signal?.reason as Error) })
    const error: unknown = await call('getMe', { signal: AbortSignal.abort() }).catch((reason: unknown) => reason)
    expect(error).toBeInstanceOf(DOMException)
  })

  it('sends a file as it is', async () => {
    answerWith(422, problem(422, 'CSV_NAME'))
    const body = new Uint8Array([1, 2])
    const sent = call('previewTableImport', { params: { id: 1 }, query: { fileName: '客户.csv' }, body })
    expect(await failureOf(sent)).toMatchObject({ code: 'CSV_NAME', detail: 'why' })
    expect(requests[0]?.url).toBe(`/api/base-tables/1/import-preview?fileName=${encodeURIComponent('客户.csv')}`)
    expect(requests[0]?.init.body).toBe(body)
    expect(requests[0]?.init.headers).toMatchObject({ 'content-type': 'text/csv' })
  })

  it('gives the file that a route answers with, or why there is none', async () => {
    configureApi({ fetch: () => Promise.resolve(new Response('a,b\r\n')) })
    expect(await (await fetchFile('getImportTemplate', { params: { id: 1 } })).text()).toBe('a,b\r\n')
    answerWith(403, problem(403, 'PERMISSION_MISSING'))
    expect(await failureOf(fetchFile('exportTableRows', { params: { id: 1 }, query: { clear: 'true' } }))).toMatchObject({ detail: 'why' })
  })
})
