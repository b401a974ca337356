// Pages of a company in the call, by AICCSupport.js and without it: the manual's own sample page, byte for byte but for the
// script's address; a page that keeps what it is told; and the manual's one-click snippet (section 2.4).
import { readFileSync } from 'node:fs'
import path from 'node:path'
import type { Frame, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { CompanyPages } from './stage/company-pages.ts'
import { DeskPage, eventually } from './stage/desk-page.ts'
import { beginTalk, customerNumber, endTalk, openTalkScene, type TalkScene } from './stage/desk-scene.ts'
import { repositoryRoot } from './stage/places.ts'
import { allowOrigin, setPops } from './stage/pop-settings.ts'

const scriptPath = '/service-cloud/resource.root/page/resource.root/js/AICCSupport.js'
const sample = readFileSync(path.join(repositoryRoot, 'packages/workbench/tests/fixtures/sample-page.html'), 'utf8')

/** Keeps each event with its data. */
const keeping = (script: string): string => `<!doctype html><script src="${script}"></script><script>
window.seen = []
for (const name of ['Init', 'Ringing', 'Talking', 'Release'])
  AICCSupport.addHandler(name, (data) => window.seen.push([name, data]))
</script>`

/** The manual's own lines, section 2.4; beside them what its page would have: the field and the button. */
const oneClick = `<!doctype html><meta charset="utf-8"><input id="calloutinput"><button id="call" onclick="sendMsg()">call</button><script>
let targetOrigin =getUrlParam()['origin'];
function sendMsg(){
    let ele =document.getElementById("calloutinput");
    let data={'name':'callout','param':[]};
    let number =ele.value;
    data.param.push(number);
    data.param.push('audio');

    top.postMessage(JSON.stringify(data),targetOrigin)
}

function getUrlParam()
{
let url = location.href;
let paraString = url.substring(url.indexOf("?)") + 1, url.length).split("&");
let paraObj = {};
for (let i = 0; i < paraString.length; i++) {
    let j = paraString[i];
    paraObj[j.substring(0, j.indexOf("="))] = j.substring(j.indexOf("=") + 1, j.length);
}
return paraObj;
}
window.got = []
window.addEventListener('message', (event) => window.got.push([event.origin, event.data]))
</script>`

let scene: TalkScene
let company: CompanyPages
const lines: string[] = []

beforeAll(async () => {
  scene = await openTalkScene()
  const { origin } = scene.stage.openSeat
  const script = `${origin}${scriptPath}`
  company = await CompanyPages.start({
    '/sample': sample.replace('src="AICCSupport.js"', `src="${script}"`),
    '/keeping': keeping(script),
    '/one-click': oneClick,
  })
  scene.stage.owns(() => company.close())
  scene.desk.page.on('console', (message) => lines.push(message.text()))
  await allowOrigin(origin, company.origin)
  await setPops(origin, [
    { name: 'sample', url: `${company.origin}/sample`, passMode: 'webApi', trigger: 'ringing' },
    { name: 'keeping', url: `${company.origin}/keeping`, passMode: 'webApi', contextToken: true },
    { name: 'oneClick', url: `${company.origin}/one-click` },
  ])
})
afterAll(() => scene?.stage.close())

/** `part`: something of its address, such as the call. */
async function frameAt(place: string, part = '', page: Page = scene.desk.page): Promise<Frame> {
  const isWanted = (url: string): boolean => url.startsWith(`${company.origin}${place}`) && url.includes(part)
  const find = (): Frame | undefined => page.frames().find((frame) => isWanted(frame.url()))
  await eventually(async () => find() !== undefined, Boolean, `${place} should stand`)
  const frame = find()
  if (!frame) throw new Error(`${place} is gone`)
  return frame
}

type Seen = [string, Record<string, string | null>]
const seen = async (page = scene.desk.page): Promise<Seen[]> =>
  (await frameAt('/keeping', '', page)).evaluate<Seen[]>('window.seen ?? []').catch(() => [])
const becomes = (names: string, page = scene.desk.page) =>
  eventually(
    async () => (await seen(page)).map(([name]) => name).join(' '),
    (told) => told === names,
    `the page should have been told ${names}`,
  )
const nothing = { callerNum: null, calledNum: null, callid: null, mediaType: null, callType: null, calldata: null }
const eventLines = (): string[] => lines.filter((line) => line.includes('eventHandler')).map((line) => line.split('\n', 1)[0] ?? '')
let callId = ''

test('pages that are set up while the agent is logged in are loaded, hidden, with the origin and nothing of a call', async () => {
  await becomes('Init')
  expect((await seen())[0]).toEqual(['Init', { ...nothing, workNo: '101' }])
  expect(company.at('/sample').flatMap(({ url }) => (url.includes('?') ? url : []))).toEqual([
    `/sample?origin=${scene.stage.openSeat.origin}`,
  ])
  expect(await scene.desk.page.locator('[data-testid="living-page"]:visible').count()).toBe(0)
})

test('an inbound call is told by Ringing, Talking and Release, with its data as it is', async () => {
  callId = await beginTalk(scene, 'level=gold\nnote=<b>"x"</b>')
  await becomes('Init Ringing Talking')
  const [, ringing, talking] = await seen()
  const { calldata, contextToken, ...data } = talking?.[1] ?? {}
  expect(data).toEqual({
    callerNum: customerNumber,
    calledNum: '4466',
    callid: callId,
    mediaType: 'audio',
    callType: '0',
    workNo: '101',
  })
  expect(JSON.parse(calldata ?? '')).toMatchObject({ level: 'gold', note: '<b>"x"</b>' })
  const [, claims = ''] = (contextToken ?? '').split('.')
  expect(JSON.parse(Buffer.from(claims, 'base64url').toString())).toMatchObject({ aud: company.origin, sub: callId })
  expect(ringing?.[1]['callid']).toBe(callId)
})

test('the sample page writes the lines that page owners know, letter by letter, and stays alive in spite of its own fault', () => {
  for (const name of ['Init', 'Ringing', 'Talking', 'Release'])
    expect(lines).toContain(`[AICCSupport Log] -Info- addHandler - add ${name} handler`)
  const faults = eventLines().filter((line) => line.includes('-Error-'))
  expect(faults).toHaveLength(3)
  for (const name of ['Init', 'Ringing', 'Talking']) {
    const at = eventLines().indexOf(`[AICCSupport Log] -Info- eventHandler - execute ${name} event handler`)
    expect(at).toBeGreaterThanOrEqual(0)
    expect(faults.some((line) => line.startsWith(`[AICCSupport Log] -Error- eventHandler - a ${name} handler threw ReferenceError`))).toBe(
      true,
    )
  }
})

test('its tab is in front of the contact; handlers are removed and added again, and nothing is told twice', async () => {
  const tab = scene.desk.pages(callId).locator('[data-testid="pop-tab"][aria-selected="true"]')
  expect(await tab.innerText()).toContain('sample')
  const frame = await frameAt('/sample')
  const before = eventLines().length
  await frame.locator('#talkingBtn').click()
  await frame.locator('#talkingBtn').click()
  await frame.locator('#releaseBtn').click()
  await eventually(
    async () => lines,
    (all) => all.includes('[AICCSupport Log] -Info- removeHandler - remove Release handler'),
    'the removal should be logged',
  )
  expect(eventLines()).toHaveLength(before)
  await endTalk(scene)
  await becomes('Init Ringing Talking Release')
  expect(eventLines().filter((line) => line.includes('execute Release'))).toHaveLength(1)
})

test('one click in it rings the telephone; the page is told when the customer answers', async () => {
  const frame = await frameAt('/sample')
  await frame.locator('#audioBtn').click()
  await frame.locator('#outboundNum').fill(`tel:${customerNumber.slice(0, 3)}-${customerNumber.slice(3)}`)
  await frame.locator('#oneKeyOutbound').click()
  await scene.phone.becomes('ringing')
  expect(lines).toContain('[AICCSupport Log] -Info- clickToOutbound - execute One-click out call')
  await becomes('Init Ringing Talking Release')
  await scene.phone.answer()
  await becomes('Init Ringing Talking Release Talking')
  expect((await seen()).at(-1)?.[1]).toMatchObject({ callerNum: '4466', calledNum: customerNumber, callType: '1', workNo: '101' })
})

test('a page that is loaded anew in the call is told what stands, and a second call is refused in words', async () => {
  const frame = await frameAt('/keeping')
  await frame.evaluate('location.reload()')
  await becomes('Init Talking')
  const result = await (await frameAt('/keeping')).evaluate(`AICCSupport.clickToOutbound({ mediaType: 'audio', calledNum: '13900000000' })`)
  expect(result).toMatchObject({ ok: false, code: 'SEAT_STATE' })
  await scene.desk.page.locator('.toast', { hasText: '页面外呼未执行' }).first().waitFor()
  const email = await (await frameAt('/keeping')).evaluate(`AICCSupport.clickToOutbound({ mediaType: 'email', calledNum: 'a@b.c' })`)
  expect(email).toMatchObject({ ok: false, code: 'CHANNEL_UNAVAILABLE' })
  await endTalk(scene)
  await becomes('Init Talking Release')
})

test('the manual’s snippet dials by the origin in its address, and is answered', async () => {
  callId = await beginTalk(scene)
  await scene.desk.pages(callId).locator('[data-testid="pop-tab"]').filter({ hasText: 'oneClick' }).click()
  const frame = await frameAt('/one-click', `callid=${callId}&`)
  await endTalk(scene)
  await frame.locator('#calloutinput').fill(customerNumber)
  await frame.locator('#call').click()
  await scene.phone.becomes('ringing')
  const got = () => frame.evaluate<[string, { name: string; ok: boolean; callid: string }][]>('window.got')
  await eventually(got, (all) => all.length === 1, 'the page should be answered')
  const [[from, answer] = ['', { name: '', ok: false, callid: '' }]] = await got()
  expect([from, answer.name, answer.ok]).toEqual([scene.stage.openSeat.origin, 'calloutResult', true])
  expect(answer.callid).toMatch(/^\d+-\d+$/)
})

test('a page is told the connection events that it asked for, and an unknown command is answered with an error', async () => {
  const frame = await frameAt('/one-click', `callid=${callId}&`)
  await frame.evaluate(`window.got = []
    top.postMessage({ name: 'eventpost', param: ['AgentEvent_Talking', 'AgentEvent_Customer_Release', 'AgentEvent_Call_Release'] }, targetOrigin)
    top.postMessage({ name: 'hold', param: [] }, targetOrigin)`)
  await scene.phone.answer()
  await endTalk(scene)
  interface Told {
    readonly name?: string
    readonly code?: string
    readonly event?: { readonly eventType: string; readonly workNo: string; readonly content: Record<string, string> }
  }
  const got = () => frame.evaluate<[string, Told][]>('window.got')
  await eventually(got, (all) => all.length === 5, 'two answers and three events should come')
  const told = (await got()).map(([, each]) => each)
  expect(told.map(({ name, code, event }) => event?.eventType ?? `${name} ${code ?? ''}`)).toEqual([
    'eventpostResult ',
    'holdResult UNKNOWN_COMMAND',
    'AgentEvent_Talking',
    'AgentEvent_Customer_Release',
    'AgentEvent_Call_Release',
  ])
  expect(told[2]?.event).toMatchObject({
    workNo: '101',
    content: { called: customerNumber, feature: '7', type: 'main', mediaAbility: '1' },
  })
})

test('a page of elsewhere is not heard', async () => {
  const before = await scene.desk.callIds()
  const wrapper = scene.desk.page.frames().find((frame) => frame.url().includes('/pop/living/'))
  for (const frame of [scene.desk.page.mainFrame(), wrapper])
    await frame?.evaluate(`top.postMessage({ name: 'callout', param: ['13900000000'] }, '*')`)
  await scene.desk.page.waitForTimeout(500)
  expect(await scene.desk.callIds()).toEqual(before)
  await scene.desk.becomes('idle')
})

test('a call that is handed over after a consultation: its new agent’s page is told all of it, the old one’s its end', async () => {
  const party = await scene.stage.party()
  const colleague = new DeskPage(await party.page(), scene.stage.openSeat.origin)
  await colleague.begin('lilei@demo', ['贵宾服务'])
  await becomes('Init', colleague.page)
  await (await frameAt('/keeping')).evaluate('location.reload()')
  await becomes('Init')
  callId = await beginTalk(scene)
  await scene.desk.id('call-transfer').click()
  await scene.desk.id('destination-search').locator('input').or(scene.desk.id('destination-search')).last().fill('102')
  await scene.desk.id('consult-agent-102').click()
  await colleague.becomes('ringing')
  await colleague.answer()
  expect((await seen(colleague.page)).map(([name]) => name)).toEqual(['Init'])
  await scene.desk.id('call-complete-transfer').click()
  await becomes('Init Ringing Talking', colleague.page)
  expect((await seen(colleague.page)).at(-1)?.[1]).toMatchObject({ callid: callId, callerNum: customerNumber, workNo: '102' })
  await becomes('Init Ringing Talking Release')
  await scene.phone.hangUp()
  await becomes('Init Ringing Talking Release', colleague.page)
})
