// Visitors through the whole application: the widget's settings, the pass at the socket, the call on the agent's desk.
import { createHmac } from 'node:crypto'
import type { PhoneServerFrame } from '@openseat/contracts'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import WebSocket from 'ws'
import { liveCentre, type AgentPage, type LiveCentre } from '../test-support/live-centre.ts'
import { until } from '../test-support/sip-peer.ts'
import { useTestDatabase } from '../test-support/test-database.ts'
import type { AnswerBody, TestClient } from '../test-support/test-server.ts'

const db = useTestDatabase()
let centre: LiveCentre
let admin: TestClient
let agent: AgentPage
const visitors: Visitor[] = []

beforeAll(async () => {
  centre = await liveCentre(db().database)
  admin = await centre.client('admin@demo')
  agent = await centre.page('wangmin@demo')
  const { body } = await admin.call('listSkillQueues')
  const queueIds = (body.items ?? []).map(({ id }) => Number(id))
  await agent.did({ kind: 'signIn', queueIds })
})
afterAll(async () => {
  for (const visitor of visitors) visitor.close()
  await centre?.close()
})

class Visitor {
  readonly frames: PhoneServerFrame[] = []
  readonly socket: WebSocket

  constructor(origin?: string) {
    this.socket = new WebSocket(`${centre.origin.replace('http', 'ws')}/ws/visitor`, {
      // Each from an address of its own, as visitors are.
      localAddress: `127.0.1.${visitors.length + 1}`,
      ...(origin !== undefined && { origin }),
    })
    this.socket.on('message', (data) => this.frames.push(JSON.parse(String(data)) as PhoneServerFrame))
    this.socket.on('error', () => undefined)
    visitors.push(this)
  }

  static async open(widget: string, token: string | null = null): Promise<Visitor> {
    const visitor = new Visitor()
    await new Promise((resolve) => visitor.socket.once('open', resolve))
    visitor.send({ type: 'open', widget, token })
    await until(() => visitor.frames.length > 0)
    return visitor
  }

  send(frame: object): void {
    this.socket.send(JSON.stringify(frame))
  }

  /** Calls; what comes of it. */
  async dial(pass: string | null, media = 'audio'): Promise<PhoneServerFrame> {
    const before = this.frames.length
    this.send({ type: 'dial', pass, media })
    const outcome = (): PhoneServerFrame | undefined => this.frames.slice(before).find(({ type }) => type === 'call' || type === 'error')
    await until(() => outcome() !== undefined)
    return outcome() ?? expect.fail('nothing came of it')
  }

  async hangUp(): Promise<void> {
    this.send({ type: 'hangUp' })
    await until(() => this.frames.some(({ type }) => type === 'ended'))
  }

  close(): void {
    this.socket.terminate()
  }
}

interface Made {
  readonly id: number
  readonly wid: string
  readonly key: string
}

async function widget(name: string, more: object = {}): Promise<Made> {
  const { status, body } = await admin.call('createWidget', {
    body: { name, accessCode: '4466', origins: ['https://shop.example'], ...more },
  })
  expect([status, body]).toEqual([200, expect.anything()])
  const made = body['widget'] as { id: number; publicId: string }
  return { id: made.id, wid: made.publicId, key: String(body['key']) }
}

const part = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url')
let lastPass = 0

function sign({ wid, key }: Pick<Made, 'wid' | 'key'>, changes: object = {}): string {
  const claims = { wid, data: { order: 'A20418' }, exp: Math.floor(Date.now() / 1000) + 300, jti: `pass-${++lastPass}-0000`, ...changes }
  const text = `${part({ alg: 'HS256' })}.${part(claims)}`
  return `${text}.${createHmac('sha256', key).update(text).digest('base64url')}`
}

const idle = async (): Promise<void> => {
  await until(() => agent.seat?.state === 'wrapUp' || agent.seat?.state === 'idle')
  if (agent.seat?.state === 'wrapUp') await agent.did({ kind: 'finishWrapUp' })
  await agent.inState('idle')
}

describe('a widget', () => {
  it('keeps its key sealed: it is in no answer but the first, no row and no audit entry', async () => {
    const made = await widget('sealed')
    const { rows } = await db().owner.query<{ all: string }>(
      `select (select string_agg(to_jsonb(w)::text, '') from widget w) || coalesce((select string_agg(to_jsonb(l)::text, '') from audit_log l), '') as all`,
    )
    const list = JSON.stringify((await admin.call('listWidgets')).body)
    expect([rows[0]?.all.includes('sealed'), rows[0]?.all.includes(made.key), list.includes(made.key)]).toEqual([true, false, false])
  })

  it('takes exact https origins and this computer’s, and an access code of its tenant', async () => {
    const wrong = [
      'http://shop.example',
      'https://*.example',
      'https://shop.example/',
      'https://shop.example/x',
      'javascript:x',
      'null',
      '*',
    ]
    for (const origin of wrong) {
      const { body } = await admin.call('createWidget', { body: { name: 'w', accessCode: '4466', origins: [origin] } })
      expect(
        body.problems?.map(({ code }) => code),
        origin,
      ).toEqual(['FIELD_FORMAT'])
    }
    const { body } = await admin.call('createWidget', { body: { name: 'w', accessCode: '999', origins: ['http://localhost:8090'] } })
    expect(body.problems?.map(({ field, code }) => [field, code])).toEqual([['accessCode', 'FIELD_REFERENCE']])
  })

  it('has two keys at most, and what a removed one signed is refused', async () => {
    const made = await widget('rotated')
    const { body } = await admin.call('addWidgetKey', { params: { id: made.id } })
    expect((await admin.call('addWidgetKey', { params: { id: made.id } })).body.code).toBe('OBJECT_LIMIT')
    const [first] = (body['widget'] as AnswerBody)['keys'] as { keyId: string }[]
    const visitor = await Visitor.open(made.wid)
    for (const key of [made.key, String(body['key'])]) {
      expect(await visitor.dial(sign({ wid: made.wid, key })), 'both are valid').toMatchObject({ type: 'call' })
      await visitor.hangUp()
      visitor.frames.length = 0
    }
    await admin.call('removeWidgetKey', { params: { id: made.id, keyId: first?.keyId ?? '' } })
    expect(await visitor.dial(sign(made))).toMatchObject({ code: 'VISITOR_PASS' })
    await idle()
  })
})

describe('a visitor', () => {
  it('with a pass brings its data and number to the agent', async () => {
    const made = await widget('shop', { media: 'both' })
    const visitor = await Visitor.open(made.wid)
    expect(visitor.frames[0]).toMatchObject({ type: 'registered', number: '' })
    expect(await visitor.dial(sign(made, { sub: '13800000001' }))).toMatchObject({ type: 'call' })
    const call = await agent.call('ringing')
    expect(call).toMatchObject({ attachedData: { order: 'A20418' }, videoPossible: true, customerNumber: '13800000001' })
    await agent.did({ kind: 'answer', callId: call.callId })
    await until(() => visitor.frames.some((frame) => frame.type === 'call' && frame.phase === 'talking'))
    await visitor.hangUp()
    await idle()
  })

  it('finds the call again after a lost connection', async () => {
    const made = await widget('reload')
    const first = await Visitor.open(made.wid)
    await first.dial(sign(made))
    const [registered] = first.frames
    if (registered?.type !== 'registered') return expect.fail('not registered')
    first.close()
    const again = await Visitor.open(made.wid, registered.token)
    expect(again.frames[0]).toMatchObject({ type: 'registered', call: { otherNumber: '4466' } })
    await again.hangUp()
    await idle()
  })

  it('gets nothing with a pass that is forged, another widget’s, expired or used', async () => {
    const [made, other] = [await widget('strict'), await widget('other')]
    const visitor = await Visitor.open(made.wid)
    expect(await visitor.dial(sign({ ...made, key: other.key }))).toMatchObject({ code: 'VISITOR_PASS' })
    expect(await visitor.dial(sign(other))).toMatchObject({ code: 'VISITOR_PASS' })
    expect(await visitor.dial(sign(made, { exp: Math.floor(Date.now() / 1000) - 120 }))).toMatchObject({ code: 'VISITOR_PASS_EXPIRED' })
    expect(await visitor.dial(null), 'nobody without one').toMatchObject({ code: 'VISITOR_PASS' })
    const pass = sign(made)
    expect(await visitor.dial(pass)).toMatchObject({ type: 'call' })
    await visitor.hangUp()
    visitor.frames.length = 0
    expect(await visitor.dial(pass)).toMatchObject({ code: 'VISITOR_PASS_USED' })
    await idle()
  })

  it('without a pass calls where the widget allows it, with a number of chance and no data', async () => {
    const made = await widget('open', { anonymous: true, media: 'audio' })
    const visitor = await Visitor.open(made.wid)
    expect(await visitor.dial(null, 'video')).toMatchObject({ code: 'VISITOR_MEDIA' })
    await visitor.dial(null)
    const call = await agent.call('ringing')
    expect(call).toMatchObject({ attachedData: {}, videoPossible: false })
    expect(call.callerNumber).toMatch(/^web/)
    await visitor.hangUp()
    await idle()
  })

  it('finds no line when the widget’s are all in use, and none when it is switched off', async () => {
    const made = await widget('narrow', { anonymous: true, maxCalls: 1 })
    const [one, two] = [await Visitor.open(made.wid), await Visitor.open(made.wid)]
    await one.dial(null)
    expect(await two.dial(null)).toMatchObject({ code: 'WIDGET_BUSY' })
    await one.hangUp()
    await idle()
    const off = { name: 'narrow', accessCode: '4466', origins: ['https://shop.example'], enabled: false }
    await admin.call('changeWidget', { params: { id: made.id }, body: off })
    expect(await two.dial(null)).toMatchObject({ code: 'WIDGET_OFF' })
    expect((await Visitor.open(made.wid)).frames[0]).toMatchObject({ code: 'WIDGET_OFF' })
    expect((await Visitor.open('w-unknown')).frames[0]).toMatchObject({ code: 'WIDGET_OFF' })
  })

  it('from a page of another origin is not let in', async () => {
    const visitor = new Visitor('https://shop.example')
    const status = await new Promise((resolve) =>
      visitor.socket.once('unexpected-response', (_request, { statusCode }) => resolve(statusCode)),
    )
    expect(status).toBe(403)
  })

  it('may not call more than ten times in a minute from one address', async () => {
    const made = await widget('busy', { anonymous: false })
    const visitor = await Visitor.open(made.wid)
    let last: PhoneServerFrame | undefined
    for (let n = 0; n < 11; n++) {
      last = await visitor.dial(null)
      visitor.frames.length = 0
    }
    expect(last).toMatchObject({ code: 'REQUEST_RATE' })
  })
})

describe('visitors who only look', () => {
  it('take no place from those who call', { timeout: 60_000 }, async () => {
    const made = await widget('looked-at', { anonymous: true })
    const lookers: WebSocket[] = []
    for (let n = 0; n < 520; n += 1) {
      const socket = new WebSocket(`${centre.origin.replace('http', 'ws')}/ws/visitor`, { localAddress: `127.0.9.${(n % 250) + 1}` })
      socket.on('error', () => undefined)
      lookers.push(socket)
      await new Promise((resolve) => socket.once('open', resolve))
      const answered = new Promise((resolve) => socket.once('message', resolve))
      socket.send(JSON.stringify({ type: 'open', widget: made.wid, token: null }))
      await answered
    }
    const caller = await Visitor.open(made.wid)
    expect((await caller.dial(null)).type).toBe('call')
    await caller.hangUp()
    for (const socket of lookers) socket.terminate()
    await idle()
  })
})
