// Flows on real calls: a caller on a SIP telephone hears them, presses keys in every way, waits in a line and is answered.
import type { FlowDocument } from '@openseat/contracts'
import { documentOf, text, type Nodes } from '@openseat/domain/flow/test-support/flows'
import { sineWave } from '@openseat/telephony/media/goertzel'
import { pcmWave } from '@openseat/telephony/wave/test-support/wave-bytes'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { FlowCaller, type FlowCall } from '../test-support/flow-caller.ts'
import { liveCentre, type AgentPage, type LiveCentre } from '../test-support/live-centre.ts'
import { type SipPeer, until } from '../test-support/sip-peer.ts'
import { useTestDatabase } from '../test-support/test-database.ts'

const db = useTestDatabase()
let centre: LiveCentre
let caller: FlowCaller
let wangmin: AgentPage
let carrier: SipPeer
let queueId: number
let call: FlowCall | undefined

beforeAll(async () => {
  centre = await liveCentre(db().database)
  const admin = await centre.client('admin@demo')
  queueId = Number((await admin.call('listSkillQueues', { query: { search: '客户服务' } })).body.items?.[0]?.['id'])
  caller = await FlowCaller.open(centre)
  wangmin = await centre.page('wangmin@demo')
  carrier = await centre.outside('9')
}, 60_000)
afterAll(() => centre.close())
afterEach(async () => {
  call?.hangUp()
  await call?.ended()
  for (const { callId } of wangmin.calls.values()) await wangmin.send({ kind: 'hangUp', callId })
  await until(() => wangmin.calls.size === 0)
  if (wangmin.seat?.state === 'wrapUp') await wangmin.send({ kind: 'finishWrapUp' })
  await wangmin.send({ kind: 'signOut' })
})

const begin = async (nodes: Nodes, more?: object): Promise<FlowCall> => {
  const document: FlowDocument = documentOf(nodes, more)
  call = await caller.call(document)
  return call
}

/** A recording of a tone, 2 s long, in the tenant's library. */
async function promptOf(code: string, hz: number): Promise<void> {
  const admin = await centre.client('admin@demo')
  const { body } = await admin.call('createPrompt', { body: { code, name: code } })
  const wave = pcmWave(16_000, [sineWave(hz / 2, 32_000)])
  const sent = await admin.call('uploadPrompt', { params: { id: Number(body['id']) }, query: { fileName: `${code}.wav` }, body: wave })
  if (sent.status !== 200) throw new Error(JSON.stringify(sent.body))
}

const bye: Nodes = { bye: ['hangUp', { reason: 'bye' }] }
const quick = { firstDigitSeconds: 1, interDigitSeconds: 1, retries: 0 }
const choice: Nodes = {
  s: ['start', {}, { next: 'm' }],
  m: [
    'menu',
    { prompts: text('请按键'), keys: [{ key: '1' }, { key: '2' }], firstDigitSeconds: 2, retries: 0 },
    { '1': 'bye', '2': 'bye', noInput: 'bye', invalid: 'bye' },
  ],
  ...bye,
}

describe('a caller in a menu', { timeout: 30_000 }, () => {
  it.each([
    ['an event of RFC 4733', 'event'],
    ['a tone', 'tone'],
  ] as const)('chooses by %s', async (_name, by) => {
    const { phone, speech, ended } = await begin(choice)
    await speech()
    await phone.press('2', by)
    await ended()
    expect(await caller.way()).toBe('s>next m>2 bye>')
    expect(await caller.record()).toMatchObject({ releaseCause: 'flowEnded' })
  })

  it('is told apart from who presses another key, and from who presses nothing', async () => {
    const { phone, speech, ended } = await begin(choice)
    await speech()
    await phone.press('9')
    await ended()
    expect(await caller.way()).toBe('s>next m>invalid bye>')
    await (await begin(choice)).ended()
    expect(await caller.way()).toBe('s>next m>noInput bye>')
  })

  it('need not hear it out: keys pressed ahead count, over several nodes', async () => {
    const long = text('这是一段很长的提示，请您耐心听完之后再按键。'.repeat(6))
    const { phone, speech, ended } = await begin(
      {
        s: ['start', {}, { next: 'p' }],
        p: ['play', { prompts: long }, { next: 'a' }],
        a: ['menu', { prompts: long, keys: [{ key: '1' }] }, { '1': 'c', noInput: 'bye', invalid: 'bye' }],
        c: ['collect', { prompts: long, min: 4, max: 4, variable: 'account', ...quick }, { ok: 'set', noInput: 'bye', invalid: 'bye' }],
        set: ['set', { rows: [{ to: 'calldata.account', value: 'account' }] }, { next: 'bye' }],
        ...bye,
      },
      { variables: [{ name: 'account', type: 'string' }] },
    )
    await speech()
    await phone.press('14711#')
    await ended()
    expect(await caller.way()).toBe('s>next p>next a>1 c>ok set>next bye>')
    expect(await caller.record()).toMatchObject({ attachedData: { account: '4711' } })
  })
})

describe('a caller whom a flow hands on', { timeout: 60_000 }, () => {
  it('is with the number outside once that answers; the flow has ended', async () => {
    carrier.onCall = (event) => void carrier.answer(event, 1510)
    const { phone } = await begin({
      s: ['start', {}, { next: 't' }],
      t: ['transfer', { target: { kind: 'number', number: '9021555' } }, { busy: 'bye', noAnswer: 'bye', refused: 'bye' }],
      ...bye,
    })
    await until(() => phone.levelDb(1510) > -40)
    expect(await caller.way()).toBe('s>next t>')
  })

  it('goes on in the flow where the number is busy', async () => {
    carrier.onCall = ({ callId }) => carrier.gateway.reject(callId, 486)
    const { ended } = await begin({
      s: ['start', {}, { next: 't' }],
      t: ['transfer', { target: { kind: 'number', number: '9021555' } }, { busy: 'sorry', noAnswer: 'bye', refused: 'bye' }],
      sorry: ['play', { prompts: text('对方忙') }, { next: 'bye' }],
      ...bye,
    })
    await ended()
    expect(await caller.way()).toBe('s>next t>busy sorry>next bye>')
  })

  it('comes from an agent and goes back to the same one', async () => {
    await wangmin.did({ kind: 'signIn', queueIds: [queueId], device: 'browser' })
    const rating = await centre.addFlow(
      documentOf({
        s: ['start', {}, { next: 'm' }],
        m: ['menu', { prompts: text('请为服务打分'), keys: [{ key: '1' }] }, { '1': 'back', noInput: 'back', invalid: 'back' }],
        back: ['returnToAgent', {}],
      }),
    )
    await begin({ s: ['start', {}, { next: 'q' }], q: ['queue', { queueId }, { timeout: 'bye', overflow: 'bye', offDuty: 'bye' }], ...bye })
    const { callId } = await wangmin.call('ringing')
    await wangmin.did({ kind: 'answer', callId })
    await wangmin.call('talking')
    await wangmin.did({ kind: 'blindTransfer', callId, to: { kind: 'flow', flowId: rating, comesBack: true } })
    await wangmin.did({ kind: 'finishWrapUp' })
    const phone = call?.phone
    await until(() => (phone?.loudnessDb ?? -100) > -45)
    await phone?.press('1')
    expect(await wangmin.call('ringing')).toMatchObject({ callId })
    await wangmin.did({ kind: 'answer', callId })
    expect(await caller.way()).toBe('s>next q> s>next m>1 back>')
  })
})

describe('a caller who waits in a line', { timeout: 60_000 }, () => {
  const waits = (more: object = {}): Nodes => ({
    s: ['start', {}, { next: 'q' }],
    q: ['queue', { queueId, announceSeconds: 15, ...more }, { timeout: 'bye', overflow: 'bye', offDuty: 'sorry', leftByKey: 'bye' }],
    sorry: ['play', { prompts: text('现在无人上班') }, { next: 'bye' }],
    ...bye,
  })

  it('hears music, is answered, and the agent has what the flow knew', async () => {
    await wangmin.did({ kind: 'signIn', queueIds: [queueId], device: 'browser' })
    const { speech } = await begin({
      ...waits(),
      s: ['start', {}, { next: 't' }],
      t: ['set', { rows: [{ to: 'calldata.vip', value: '"yes"' }] }, { next: 'q' }],
    })
    const ringing = await wangmin.call('ringing')
    expect(ringing.attachedData).toEqual({ vip: 'yes' })
    await speech()
    await wangmin.did({ kind: 'answer', callId: ringing.callId })
    await wangmin.call('talking')
    expect(await caller.way()).toBe('s>next t>next q>')
  })

  it('hears recordings of the library: one for everybody, one over and over while waiting, with announcements in between', async () => {
    await wangmin.did({ kind: 'signIn', queueIds: [queueId], device: 'browser' })
    await wangmin.did({ kind: 'setBusy', reason: 1 })
    await promptOf('welcome', 1234)
    await promptOf('music', 1777)
    const { phone } = await begin({
      ...waits({ music: 'music' }),
      s: ['start', {}, { next: 'p' }],
      p: ['play', { prompts: [{ kind: 'file', prompt: 'welcome' }] }, { next: 'q' }],
    })
    await until(() => phone.levelDb(1234) > -30)
    await until(() => phone.levelDb(1777) > -30 && phone.levelDb(1234) < -50)
    // Position, by the engine; the music rests meanwhile, and comes back.
    await until(() => phone.levelDb(1777) < -45 && phone.loudnessDb > -45)
    await until(() => phone.levelDb(1777) > -30)
  })

  it('leaves it by the key', async () => {
    await wangmin.did({ kind: 'signIn', queueIds: [queueId], device: 'browser' })
    await wangmin.did({ kind: 'setBusy', reason: 1 })
    const { phone, speech, ended } = await begin(waits({ leaveKey: '9' }))
    await speech()
    await phone.press('9')
    await ended()
    expect(await caller.way()).toBe('s>next q>leftByKey bye>')
  })

  it('is told that nobody is on duty', async () => {
    const { speech, ended } = await begin(waits())
    await speech()
    await ended()
    expect(await caller.way()).toBe('s>next q>offDuty sorry>next bye>')
  })

  it('is released after the apology where the flow goes round without end', async () => {
    const { speech, ended } = await begin({
      s: ['start', {}, { next: 'c' }],
      c: ['condition', { rows: [{ name: 'never', when: 'false' }] }, { never: 'bye', otherwise: 'c' }],
      ...bye,
    })
    await speech()
    await ended()
    expect(await caller.record()).toMatchObject({ releaseCause: 'flowFailed' })
  })
})
