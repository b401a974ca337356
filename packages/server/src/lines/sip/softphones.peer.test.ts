// Softphones from Debian against the whole application: log-in, calls both ways, keys, hold, audio by tones.

import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { Baresip, hasBaresip, withoutBaresip } from '../../test-support/baresip.ts'
import { hasLinphone, Linphone, withoutLinphone } from '../../test-support/linphone.ts'
import { liveCentre, type AgentPage, type LiveCentre, type LivePhone } from '../../test-support/live-centre.ts'
import { until } from '../../test-support/sip-peer.ts'
import { useTestDatabase } from '../../test-support/test-database.ts'

const db = useTestDatabase()
const tones = { softphone: 1130, agent: 1490 } as const
let centre: LiveCentre
let page: AgentPage
let desk: LivePhone
let queueId: number

beforeAll(async () => {
  centre = await liveCentre(db().database)
  const admin = await centre.client('admin@demo')
  queueId = Number((await admin.call('listSkillQueues', { query: { search: '客户服务' } })).body.items?.[0]?.['id'])
  desk = await centre.phone('desk-101', { toneHz: tones.agent })
  const { role, kind, staffId } = (await admin.call('getAgent', { params: { agentNumber: '101' } })).body
  const body = { role, kind, staffId, phone: 'desk-101', skills: [{ queueId }] }
  await admin.call('changeAgent', { params: { agentNumber: '101' }, body })
  page = await centre.page('wangmin@demo')
  await page.did({ kind: 'signIn', queueIds: [queueId], device: 'phone' })
}, 60_000)
afterAll(() => centre.close())

const account = async (userName: string, number = '') => {
  const admin = await centre.client('admin@demo')
  const { body } = await admin.call('createPhone', { body: { userName, number } })
  await new Promise((resolve) => setTimeout(resolve, 50))
  return { userName, password: String(body['password']), sipPort: centre.sipPort, toneHz: tones.softphone }
}
const registered = async (userName: string): Promise<boolean> => {
  const admin = await centre.client('admin@demo')
  return (await admin.call('listPhones', { query: { search: userName } })).body.items?.[0]?.['registered'] === true
}
/** Keys that the caller pressed, by the call's record. */
const keysOf = async (callId: string): Promise<number> => {
  const { body } = await (await centre.client('admin@demo')).call('getContact', { params: { callId } })
  return (body['timeline'] as { kind: string }[]).filter(({ kind }) => kind === 'digits').length
}
const idleAgain = async (): Promise<void> => {
  await until(() => page.calls.size === 0)
  if (page.seat?.state === 'wrapUp') await page.send({ kind: 'finishWrapUp' })
  await page.inState('idle')
  desk.voice = undefined
}

describe.skipIf(!hasBaresip)('baresip', { timeout: 40_000 }, () => {
  const running: Baresip[] = []
  afterEach(async () => {
    for (const one of running.splice(0)) await one.close()
    await idleAgain()
  })
  const start = async (...options: Parameters<typeof Baresip.start>): Promise<Baresip> => {
    const one = await Baresip.start(...options)
    running.push(one)
    return one
  }

  it.each(['udp', 'tcp'] as const)('logs in over %s, calls, is heard and hears, presses keys, and hangs up', async (transport) => {
    const own = await account(`soft-${transport}`)
    const phone = await start({ ...own, sipPort: centre.app.sipPort(transport), transport })
    await until(() => registered(own.userName))
    phone.command('dial', '4466')
    const call = await page.call('talking')
    await until(() => (desk.voice?.levelDb(tones.softphone) ?? -99) > -40)
    await new Promise((resolve) => setTimeout(resolve, 1500))
    phone.command('sndcode', '5')
    await until(() => keysOf(call.callId).then((keys) => keys > 0))
    phone.command('hangup')
    await until(() => page.calls.size === 0)
    await phone.told('CALL_CLOSED')
    expect(await phone.heardSeconds(tones.agent)).toBeGreaterThan(1)
    expect(call.callerNumber).toBe(`soft-${transport}`)
  })

  it('with a wrong password stays outside', async () => {
    const own = await account('soft-wrong')
    const phone = await start({ ...own, password: 'guess' })
    await new Promise((resolve) => setTimeout(resolve, 2000))
    expect(phone.events.some(({ type }) => type === 'REGISTER_OK')).toBe(false)
    expect(await registered('soft-wrong')).toBe(false)
  })

  it('speaks in packets of its own length with its reports among them, through holds from both sides', async () => {
    const own = await account('soft-holds')
    const phone = await start(own, { account: 'ptime=30', settings: 'rtcp_mux yes' })
    await until(() => registered('soft-holds'))
    phone.command('dial', '4466')
    const { callId } = await page.call('talking')
    await until(() => (desk.voice?.levelDb(tones.softphone) ?? -99) > -40)
    await new Promise((resolve) => setTimeout(resolve, 3000))
    for (let i = 0; i < 8; i++) {
      phone.command(i % 2 === 0 ? 'hold' : 'resume')
      if (i % 3 === 0) await page.did({ kind: 'hold', callId })
      await new Promise((resolve) => setTimeout(resolve, 150 * (i % 3)))
      if (i % 3 === 0) await page.did({ kind: 'retrieve', callId })
    }
    await new Promise((resolve) => setTimeout(resolve, 1000))
    phone.command('resume')
    await new Promise((resolve) => setTimeout(resolve, 1000))
    desk.voice?.forget()
    await until(() => (desk.voice?.levelDb(tones.softphone) ?? -99) > -40)
    expect(page.calls.get(callId)).toMatchObject({ state: 'talking', customerLost: false })
    phone.command('hangup')
    await until(() => page.calls.size === 0)
    // After a hold it keeps nothing any more, having no loudspeaker: this is what it heard before.
    expect(await phone.heardSeconds(tones.agent)).toBeGreaterThan(2)
  })

  it('is called by an agent, answers, and hears the agent hang up', async () => {
    const own = await account('soft-called', '13911119999')
    const phone = await start(own)
    await until(() => registered('soft-called'))
    const callId = await page.did({ kind: 'dial', number: '13911119999' })
    await phone.told('CALL_INCOMING')
    phone.command('accept')
    await page.call('talking')
    await until(() => (desk.voice?.levelDb(tones.softphone) ?? -99) > -40)
    await new Promise((resolve) => setTimeout(resolve, 1000))
    await page.did({ kind: 'hangUp', callId })
    await phone.told('CALL_CLOSED')
    expect(await phone.heardSeconds(tones.agent)).toBeGreaterThan(0.5)
  })
})

describe.skipIf(!hasLinphone)('Linphone', { timeout: 40_000 }, () => {
  const running: Linphone[] = []
  afterEach(async () => {
    for (const one of running.splice(0)) await one.close()
    await idleAgain()
  })
  const start = async (options: Parameters<typeof Linphone.start>[0]): Promise<Linphone> => {
    const one = await Linphone.start(options)
    running.push(one)
    return one
  }

  it('logs in, calls, is heard and hears, presses keys, and hangs up', async () => {
    const own = await account('lin-1')
    const phone = await start(own)
    await until(() => registered('lin-1'))
    phone.command('call 4466')
    const call = await page.call('talking')
    await until(() => (desk.voice?.levelDb(tones.softphone) ?? -99) > -40)
    await new Promise((resolve) => setTimeout(resolve, 1500))
    phone.command('5')
    await until(() => keysOf(call.callId).then((keys) => keys > 0))
    phone.command('terminate')
    await until(() => page.calls.size === 0)
    expect(await phone.heardSeconds(tones.agent)).toBeGreaterThan(1)
  })

  it('stands still for half a minute, keeps its call, and is heard at once when it goes on', { timeout: 90_000 }, async () => {
    const phone = await start(await account('lin-still'))
    await until(() => registered('lin-still'))
    phone.command('call 4466')
    const { callId } = await page.call('talking')
    await until(() => (desk.voice?.levelDb(tones.softphone) ?? -99) > -40)
    phone.standStill(true)
    await until(() => page.calls.get(callId)?.otherQuiet === true)
    await new Promise((resolve) => setTimeout(resolve, 3000))
    expect(page.calls.get(callId)).toMatchObject({ state: 'talking', customerLost: false })
    desk.voice?.forget()
    phone.standStill(false)
    await until(() => (desk.voice?.levelDb(tones.softphone) ?? -99) > -40)
    await until(() => page.calls.get(callId)?.otherQuiet === false)
    phone.command('terminate')
    await until(() => page.calls.size === 0)
  })

  it('pauses and resumes time and again, and both are heard afterwards', async () => {
    const phone = await start(await account('lin-pauses'))
    await until(() => registered('lin-pauses'))
    phone.command('call 4466')
    const { callId } = await page.call('talking')
    await until(() => (desk.voice?.levelDb(tones.softphone) ?? -99) > -40)
    for (let i = 0; i < 6; i++) {
      phone.command('pause')
      await new Promise((resolve) => setTimeout(resolve, 100 * i))
      phone.command('resume')
      await new Promise((resolve) => setTimeout(resolve, 100 * (6 - i)))
    }
    await new Promise((resolve) => setTimeout(resolve, 1500))
    desk.voice?.forget()
    await until(() => (desk.voice?.levelDb(tones.softphone) ?? -99) > -40)
    const before = await phone.heardSeconds(tones.agent)
    await new Promise((resolve) => setTimeout(resolve, 2000))
    expect(page.calls.get(callId)).toMatchObject({ state: 'talking', customerLost: false })
    phone.command('terminate')
    await until(() => page.calls.size === 0)
    expect((await phone.heardSeconds(tones.agent)) - before).toBeGreaterThan(1)
  })

  it('is called by an agent over TCP, answers, and hears the agent hang up', async () => {
    const own = await account('lin-2', '13922220002')
    const phone = await start({ ...own, sipPort: centre.app.sipPort('tcp'), transport: 'tcp' })
    await until(() => registered('lin-2'))
    const callId = await page.did({ kind: 'dial', number: '13922220002' })
    await until(() => /is contacting you|Receiving new incoming call/.test(phone.said))
    phone.command('answer')
    await page.call('talking')
    await until(() => (desk.voice?.levelDb(tones.softphone) ?? -99) > -40)
    await new Promise((resolve) => setTimeout(resolve, 1000))
    await page.did({ kind: 'hangUp', callId })
    await until(() => /ended/.test(phone.said))
    expect(await phone.heardSeconds(tones.agent)).toBeGreaterThan(0.5)
  })
})

if (!hasBaresip) it.skip(withoutBaresip)
if (!hasLinphone) it.skip(withoutLinphone)
