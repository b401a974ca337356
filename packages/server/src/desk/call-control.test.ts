// Who hears whom, by tones, in every state of a call: customers, agents, an inspector and an outside number, all on SIP
// telephones with real RTP through the mixer, the agents' commands through their sockets.

import type { RtpPhone } from '@openseat/telephony/engine/test-support/rtp-phone'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { liveCentre, type AgentPage, type LiveCentre, type LivePhone } from '../test-support/live-centre.ts'
import { until, type SipPeer } from '../test-support/sip-peer.ts'
import { useTestDatabase } from '../test-support/test-database.ts'

/** A tone per party; none is a multiple of another, and the music has none of them. */
const tones = { customer: 1130, wangmin: 1490, lilei: 1870, inspector: 2290, outside: 2710 } as const
type Party = keyof typeof tones
const parties = Object.keys(tones) as Party[]
const agents = { wangmin: '101', lilei: '102', inspector: '103' } as const
type AgentParty = keyof typeof agents

const db = useTestDatabase()
let centre: LiveCentre
let carrier: SipPeer
let queueId: number
const phones = {} as Record<AgentParty, LivePhone>
const pages = {} as Record<AgentParty, AgentPage>
const voices: Partial<Record<Party, RtpPhone>> = {}
let customerCall: Awaited<ReturnType<SipPeer['call']>>
let caller: LivePhone

beforeAll(async () => {
  centre = await liveCentre(db().database)
  const admin = await centre.client('admin@demo')
  queueId = Number((await admin.call('listSkillQueues', { query: { search: '客户服务' } })).body.items?.[0]?.['id'])
  for (const party of Object.keys(agents) as AgentParty[]) {
    phones[party] = await centre.phone(`desk-${agents[party]}`, { toneHz: tones[party] })
    const agentNumber = agents[party]
    const stored = (await admin.call('getAgent', { params: { agentNumber } })).body
    const { role, kind, staffId } = stored
    const body = { role, kind, staffId, phone: `desk-${agentNumber}`, skills: [{ queueId }] }
    expect((await admin.call('changeAgent', { params: { agentNumber }, body })).status).toBe(200)
  }
  caller = await centre.phone('caller', { number: '13812345678' })
  carrier = await centre.outside('9')
  for (const [party, login] of [
    ['wangmin', 'wangmin'],
    ['lilei', 'lilei'],
    ['inspector', 'zhaoli'],
  ] as const)
    pages[party] = await centre.page(`${login}@demo`)
}, 60_000)
afterAll(() => centre.close())

const signIn = (party: AgentParty) => pages[party].did({ kind: 'signIn', queueIds: [queueId], device: 'phone' })

/** The customer has called, 101 has taken up the telephone; the others are not signed in. */
beforeEach(async () => {
  await signIn('wangmin')
  customerCall = await caller.peer.call(`sip:4466@127.0.0.1:${centre.sipPort}`, {
    as: 'caller',
    password: caller.password,
    toneHz: tones.customer,
  })
  voices.customer = customerCall.phone
  await pages.wangmin.call('talking')
  await until(() => phones.wangmin.voice !== undefined)
})
afterEach(async () => {
  caller.peer.gateway.hangUp(customerCall.callId)
  for (const page of Object.values(pages)) for (const { callId } of page.calls.values()) await page.send({ kind: 'hangUp', callId })
  for (const page of Object.values(pages)) {
    await until(() => page.calls.size === 0)
    if (page.seat?.state === 'wrapUp') await page.send({ kind: 'finishWrapUp' })
    await page.send({ kind: 'signOut' })
    await page.inState('signedOut')
  }
  await until(async () => caller.peer.of('ended').some(({ callId }) => callId === customerCall.callId))
  for (const phone of Object.values(phones)) phone.voice = undefined
  customerCall.phone.close()
  voices.outside?.close()
  delete voices.outside
}, 20_000)

const callId = () => [...pages.wangmin.calls.values()].find(({ purpose }) => purpose === 'customer')?.callId ?? ''
const did = (kind: 'hold' | 'retrieve' | 'swap' | 'conference' | 'completeTransfer' | 'takeBack' | 'hangUp') =>
  pages.wangmin.did({ kind, callId: callId() })

/** Who hears whom becomes so, in all pairs at once; a busy machine takes its time. */
async function expectHeard(pairs: readonly string[]): Promise<void> {
  const wanted = [...pairs].sort()
  for (let tries = 0; tries < 5; tries += 1) if ((await heard()).join() === wanted.join()) return
  expect(await heard()).toEqual(wanted)
}

/** Such as `customer<wangmin` : who hears whom, of all tones. */
async function heard(): Promise<string[]> {
  const ears: Partial<Record<Party, RtpPhone | undefined>> = { ...voices }
  for (const party of Object.keys(agents) as AgentParty[]) ears[party] = phones[party].voice
  await new Promise((resolve) => setTimeout(resolve, 250))
  for (const ear of Object.values(ears)) ear?.forget()
  await new Promise((resolve) => setTimeout(resolve, 900))
  return parties
    .flatMap((listener) =>
      parties.flatMap((source) => ((ears[listener]?.levelDb(tones[source]) ?? -99) > -40 ? [`${listener}<${source}`] : [])),
    )
    .sort()
}
const between = (a: Party, b: Party): string[] => [`${a}<${b}`, `${b}<${a}`].sort()

async function consult(): Promise<void> {
  await signIn('lilei')
  await pages.wangmin.did({ kind: 'consult', callId: callId(), to: { kind: 'agent', agentNumber: '102' } })
  await pages.lilei.call('talking')
  await until(() => phones.lilei.voice !== undefined)
}

describe('a call between a customer and an agent on a telephone', { timeout: 30_000 }, () => {
  it('is heard by both; held by the agent, muted, and held from the far side', async () => {
    await expectHeard(between('customer', 'wangmin'))
    await did('hold')
    await expectHeard([])
    await did('retrieve')
    await pages.wangmin.did({ kind: 'mute', callId: callId(), on: true })
    await expectHeard(['wangmin<customer'])
    await pages.wangmin.did({ kind: 'mute', callId: callId(), on: false })
    await expectHeard(between('customer', 'wangmin'))
    const held = voices.customer?.negotiation.offer('sendonly') ?? ''
    expect(await caller.peer.gateway.reoffer(customerCall.callId, held)).toMatchObject({ ok: true })
    await expectHeard(['wangmin<customer'])
    await caller.peer.gateway.reoffer(customerCall.callId, voices.customer?.negotiation.offer('sendrecv') ?? '')
    await expectHeard(between('customer', 'wangmin'))
  })

  it('ends for both when either telephone hangs up', async () => {
    const { peer } = phones.wangmin
    const atAgent = peer.of('incoming').at(-1)?.callId ?? ''
    peer.gateway.hangUp(atAgent)
    await pages.wangmin.inState('wrapUp')
    await until(() => customerCall.end() !== undefined)
  })
})

describe('a consultation', { timeout: 40_000 }, () => {
  it('keeps the customer apart; swapping, three-party and handing over connect whom they should', async () => {
    await consult()
    await expectHeard(between('wangmin', 'lilei'))
    await did('swap')
    await expectHeard(between('customer', 'wangmin'))
    await did('swap')
    await did('conference')
    await expectHeard([...between('customer', 'lilei'), ...between('customer', 'wangmin'), ...between('lilei', 'wangmin')])
    await did('hangUp')
    await expectHeard(between('customer', 'lilei'))
    await pages.wangmin.inState('wrapUp')
  })

  it('is completed without the customer hearing anything of it', async () => {
    await consult()
    await did('completeTransfer')
    await expectHeard(between('customer', 'lilei'))
    await until(() => phones.wangmin.peer.of('ended').length > 0)
  })

  it('leaves the two agents talking when the customer hangs up', async () => {
    await consult()
    await did('conference')
    caller.peer.gateway.hangUp(customerCall.callId)
    await until(() => customerCall.end() !== undefined)
    await expectHeard(between('lilei', 'wangmin'))
  })

  it('of an outside number: handed over, both outside talk without an agent', async () => {
    carrier.onCall = (event) => void carrier.answer(event, tones.outside).then((voice) => (voices.outside = voice))
    await pages.wangmin.did({ kind: 'consult', callId: callId(), to: { kind: 'number', number: '9555' } })
    await until(() => [...pages.wangmin.calls.values()].some(({ purpose, state }) => purpose === 'consult' && state === 'talking'))
    await expectHeard(between('outside', 'wangmin'))
    await did('conference')
    await expectHeard([...between('customer', 'outside'), ...between('customer', 'wangmin'), ...between('outside', 'wangmin')])
    await did('hangUp')
    await expectHeard(between('customer', 'outside'))
  })

  it('of an outside number that is busy says so, and the customer is still there', async () => {
    carrier.onCall = ({ callId: incoming }) => void carrier.gateway.reject(incoming, 486)
    const causes = () =>
      pages.wangmin.events.flatMap((event) =>
        event.type === 'call.ended' && event.call.purpose === 'consult' ? [event.call.releaseCause] : [],
      )
    const before = causes().length
    await pages.wangmin.did({ kind: 'consult', callId: callId(), to: { kind: 'number', number: '9556' } })
    await until(() => causes().length > before)
    expect(causes().at(-1)).toBe('calleeBusy')
    await did('retrieve')
    await expectHeard(between('customer', 'wangmin'))
  })
})

it('an agent does not sign in with a telephone that is not registered', async () => {
  const { peer } = phones.lilei
  peer.gateway.unregister('line')
  // The log-off takes a moment to arrive; a sign-in before it is taken back.
  await until(async () => {
    const { ok } = await pages.lilei.send({ kind: 'signIn', queueIds: [queueId], device: 'phone' })
    if (ok) await pages.lilei.send({ kind: 'signOut' })
    return !ok
  })
  const refused = await pages.lilei.send({ kind: 'signIn', queueIds: [queueId], device: 'phone' })
  expect(refused).toMatchObject({ ok: false, code: 'AGENT_PHONE_OFF' })
  const { userName, password } = phones.lilei
  peer.gateway.register('line', { account: `sip:${userName}@127.0.0.1:${centre.sipPort}`, credentials: { username: userName, password } })
  await until(async () => (await pages.lilei.send({ kind: 'signIn', queueIds: [queueId], device: 'phone' })).ok)
}, 20_000)

describe('a blind transfer', { timeout: 30_000 }, () => {
  it('to an agent, who has the customer; the first agent is out', async () => {
    await signIn('lilei')
    await pages.wangmin.did({ kind: 'blindTransfer', callId: callId(), to: { kind: 'agent', agentNumber: '102' } })
    await pages.lilei.call('talking')
    await until(() => phones.lilei.voice !== undefined)
    await expectHeard(between('customer', 'lilei'))
    expect(pages.wangmin.seat?.state).toBe('wrapUp')
  })

  it('to an outside number, by the telephone’s own transfer key', async () => {
    carrier.onCall = (event) => void carrier.answer(event, tones.outside).then((voice) => (voices.outside = voice))
    const { peer } = phones.wangmin
    peer.gateway.refer(peer.of('incoming').at(-1)?.callId ?? '', `sip:9557@127.0.0.1:${centre.sipPort}`)
    await until(() => voices.outside !== undefined)
    await expectHeard(between('customer', 'outside'))
  })
})

describe('an inspector', { timeout: 40_000 }, () => {
  it('listens unheard, whispers to the agent alone, barges in, and takes over', async () => {
    await signIn('inspector')
    const talk = between('customer', 'wangmin')
    const listening = ['inspector<customer', 'inspector<wangmin']
    const call = callId()
    await pages.inspector.did({ kind: 'supervise', callId: call, mode: 'listen' })
    await until(() => phones.inspector.voice !== undefined)
    await expectHeard([...talk, ...listening])
    await pages.inspector.did({ kind: 'supervise', callId: call, mode: 'whisper' })
    await expectHeard([...talk, ...listening, 'wangmin<inspector'])
    await pages.inspector.did({ kind: 'supervise', callId: call, mode: 'bargeIn' })
    await expectHeard([...talk, ...listening, 'wangmin<inspector', 'customer<inspector'])
    await pages.inspector.did({ kind: 'intercept', callId: call })
    await expectHeard(between('customer', 'inspector'))
    await pages.wangmin.inState('wrapUp')
    expect(pages.wangmin.events).toContainEqual({ type: 'seat.forced', by: '103', byName: '赵丽', action: 'intercept' })
    const admin = await centre.client('admin@demo')
    const audit = await admin.call('listAudit', { query: { search: call } })
    expect(audit.body.items?.map((item) => item['action'])).toEqual(['intercept', 'supervise', 'supervise', 'supervise'])
  })

  it('watches the board: the whole of it, then what changes', async () => {
    await pages.inspector.did({ kind: 'watchBoard', on: true })
    const boards = () => pages.inspector.frames.filter((frame) => frame.type === 'board')
    expect(boards()[0]).toMatchObject({ whole: true })
    expect(boards()[0]?.calls).toMatchObject([{ callId: callId(), state: 'talking', agentNumbers: ['101'] }])
    expect(await pages.wangmin.send({ kind: 'watchBoard', on: true })).toMatchObject({ ok: false, code: 'INSPECTOR_ONLY' })
    const ended = callId()
    await did('hangUp')
    await until(() => boards().some(({ gone }) => gone.includes(ended)))
    expect(boards().at(-1)).toMatchObject({ whole: false })
  })
})
