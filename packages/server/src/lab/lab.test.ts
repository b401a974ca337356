// The lab by itself: whose pages it opens, and with which data.

import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openLab, type LabServer } from './lab-server.ts'

const page = 'http://localhost:8090/crm/card'

describe('the lab by itself', () => {
  let lab: LabServer
  beforeAll(async () => {
    lab = await openLab({ port: 0, origins: ['http://localhost:8090'] })
  })
  afterAll(() => lab.close())

  const start = async (body: object) => {
    const answer = await fetch(`${lab.origin}/api/lab/runs`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    })
    return { status: answer.status, body: (await answer.json()) as Record<string, unknown> }
  }

  it('opens a page with the data that the author wrote', async () => {
    const attachedData = { note: `"><script>alert(1)</script>` }
    const params = [{ name: 'n', source: 'attachedData', key: 'note' }]
    const { status, body } = await start({ url: page, params, attachedData, contextToken: true })
    expect([status, body['url']]).toEqual([
      200,
      `${page}?n=%22%3E%3Cscript%3Ealert(1)%3C%2Fscript%3E&contextToken=${String(body['contextToken'])}&origin=${lab.origin}`,
    ])
    const html = await (await fetch(`${lab.origin}${String(body['framePath'])}`)).text()
    expect(html).toContain(String(body['contextToken']))
    expect(html).not.toContain('<script>alert')
  })

  it('posts, goes to a window, tells a page another origin', async () => {
    const posted = await start({ url: page, passMode: 'post', callData: { callerNum: '138' } })
    expect(posted.body['form']).toContainEqual({ name: 'callerNum', value: '138' })
    const window = await start({ url: page, openMode: 'separate' })
    const going = await fetch(`${lab.origin}${String(window.body['framePath'])}/window`, { redirect: 'manual' })
    expect([going.status, going.headers.get('location')?.startsWith(page)]).toEqual([303, true])
    const told = await start({ url: page, passMode: 'webApi', toldOrigin: 'https://other.example/x' })
    expect(told.body['url']).toBe(`${page}?origin=https://other.example`)
  })

  it('refuses in words what it was not started for, and what makes no sense', async () => {
    const foreign = await start({ url: 'https://evil.example/' })
    expect([foreign.status, JSON.stringify(foreign.body)]).toEqual([422, expect.stringContaining('evil.example')])
    expect((await start({ url: page, passMode: 'webApi', openMode: 'separate' })).status).toBe(422)
    expect((await start({ url: `${lab.origin}/` })).status).toBe(422)
    expect((await fetch(`${lab.origin}/pop/lab/unknown`)).status).toBe(404)
    const stranger = await fetch(`${lab.origin}/api/lab/runs`, { method: 'POST', headers: { origin: 'https://evil.example' }, body: '{}' })
    expect(stranger.status).toBe(403)
  })
})
