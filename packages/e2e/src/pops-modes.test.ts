// Pages that are posted to, and pages in browser windows of their own: nothing of a call stands in an address, a history
// or a Referer; a window that the browser stops is one click away; and what is opened cannot reach the workbench.
import type { Frame, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { CompanyPages } from './stage/company-pages.ts'
import { DeskPage, eventually } from './stage/desk-page.ts'
import { accessCode, beginTalk, customerNumber, endTalk, longWrapUp, type TalkScene } from './stage/desk-scene.ts'
import { PhonePage } from './stage/phone-page.ts'
import { allowOrigin, setPops } from './stage/pop-settings.ts'
import { Stage, tones } from './stage/stage.ts'

const hostile = `note=</script><script>top.pwned=1</script>"'&=\u{1F600}`
const hostileValue = hostile.slice('note='.length)
const page = '<!doctype html><meta charset="utf-8"><h1>page</h1><a href="/next">next</a>'
const popIds: Record<string, number> = {}

let scene: Omit<TalkScene, 'customerParty'>
let company: CompanyPages
let origin = ''
let callId = ''

beforeAll(async () => {
  const stage = await Stage.open()
  origin = stage.openSeat.origin
  company = await CompanyPages.start({ '/post': page, '/window': page, '/get-window': page, '/next': page })
  stage.owns(() => company.close())
  await longWrapUp(origin)
  await allowOrigin(origin, company.origin)
  const note = { name: 'note', source: 'attachedData', key: 'note' } as const
  const who = { name: 'who', source: 'callData', key: 'callerNum' } as const
  const ids = await setPops(origin, [
    { name: 'posted', url: `${company.origin}/post?tab=1&callerNum=sample`, passMode: 'post', params: [who, note], contextToken: true },
    { name: 'window', url: `${company.origin}/window`, passMode: 'post', openMode: 'separate', trigger: 'ringing' },
    { name: 'second', url: `${company.origin}/get-window`, openMode: 'separate', trigger: 'ringing' },
  ])
  for (const [at, name] of ['posted', 'window', 'second'].entries()) popIds[name] = ids[at] ?? 0
  const agentParty = await stage.party({ toneHertz: tones.agent, stopsWindows: true })
  const customerParty = await stage.party({ toneHertz: tones.customer })
  const agentProfile = await agentParty.profile()
  const desk = new DeskPage(await agentParty.page(agentProfile), origin)
  const phone = new PhonePage(await customerParty.page(), origin, customerNumber)
  scene = { stage, agentParty, agentProfile, desk, phone }
  await phone.open()
})
afterAll(() => scene?.stage.close())

const formOf = (body: string): Record<string, string> => Object.fromEntries(new URLSearchParams(body))
const chip = (name: string) => scene.desk.pages(callId).locator(`[data-testid="pop-chip"][data-pop-id="${popIds[name]}"]`)
const chipBecomes = (name: string, status: string) =>
  eventually(
    () => chip(name).getAttribute('data-status'),
    (now) => now === status,
    `the chip of ${name} should become ${status}`,
  )
const windows = (): Page[] => scene.agentProfile.pages().filter((each) => each.url().startsWith(company.origin))

async function postedFrame(): Promise<Frame> {
  const find = () => scene.desk.page.frames().find((frame) => frame.url().startsWith(`${company.origin}/post`))
  await eventually(async () => find() !== undefined, Boolean, 'the posted page should stand')
  const frame = find()
  if (!frame) throw new Error('the posted page is gone')
  return frame
}

test('before signing in, the agent finds out whether the browser lets windows open', async () => {
  await scene.desk.logIn('wangmin@demo')
  await scene.desk.open()
  await scene.desk.id('sign-in').click()
  await scene.desk.id('pop-up-check-go').click()
  await scene.desk.page.locator('[data-testid="pop-up-check"][data-allowed="false"]').waitFor()
  expect(scene.agentProfile.pages()).toHaveLength(1)
  await scene.desk.id('sign-in-go').click()
  await scene.desk.becomes('idle')
})

test('a window that the browser stops is told, with one click to it; a second click brings it to the front', async () => {
  // A click, and a story's look into a page likewise, lets windows open for five seconds: nobody looks meanwhile.
  await new Promise((resolve) => setTimeout(resolve, 6_000))
  await scene.phone.dial(accessCode, hostile)
  await new Promise((resolve) => setTimeout(resolve, 1_500))
  callId = (await scene.desk.callIds())[0] ?? ''
  await chipBecomes('window', 'stopped')
  await chipBecomes('second', 'stopped')
  expect(await scene.desk.id('window-note').innerText()).toContain('拦截')
  expect(windows()).toHaveLength(0)
  await chip('window').focus()
  await scene.desk.page.keyboard.press('Enter')
  await chipBecomes('window', 'open')
  await eventually(async () => windows().length, Boolean, 'the window should stand')
  await windows()[0]?.waitForURL(`${company.origin}/window`)
  const [asked] = company.at('/window', 'POST')
  expect(formOf(asked?.body ?? '')).toMatchObject({ callerNum: customerNumber, callid: callId, callType: '0' })
  expect(asked?.referer ?? '').not.toContain(callId)
  await chip('second').click()
  await chipBecomes('second', 'open')
  await eventually(
    async () => windows().map((each) => each.url().includes(`/get-window?callerNum=${customerNumber}`)),
    (all) => all.includes(true),
    'the other window should have its data in its address',
  )
})

test('a posted page gets its data in the form, whatever a value holds, and nowhere else', async () => {
  await scene.desk.answer()
  await scene.desk.popBecomes(callId, 'ready', 'posted')
  const frame = await postedFrame()
  const [first, ...more] = company.at('/post', 'POST')
  expect(more).toEqual([])
  const { contextToken, ...form } = formOf(first?.body ?? '')
  expect(form).toEqual({ who: customerNumber, note: hostileValue })
  expect(contextToken).toMatch(/^[\w-]+\.[\w-]+\.[\w-]+$/)
  const address = `/post?tab=1&origin=${origin}`
  expect(first?.url).toBe(address)
  expect(await frame.evaluate('location.href')).toBe(`${company.origin}${address}`)
  // The next page of the same site is told where the agent came from: that too has nothing of the call.
  await frame.evaluate(`document.querySelector('a').click()`)
  await eventually(async () => company.at('/next').length, Boolean, 'the next page should be asked for')
  const asked = company.asked.filter(({ path }) => path === '/post' || path === '/next')
  expect(asked.map(({ referer, url }) => `${referer} ${url}`).join('\n')).not.toMatch(new RegExp(`${customerNumber}|note=`))
  expect(await scene.desk.page.evaluate('window.pwned')).toBeUndefined()
})

test('it is loaded again, and opened in a window, by being posted to again', async () => {
  const before = company.at('/post', 'POST').length
  await scene.desk.id('pop-again').click()
  await eventually(
    async () => company.at('/post', 'POST').length,
    (count) => count === before + 1,
    'it should be posted once more',
  )
  const opened = scene.agentProfile.waitForEvent('page')
  await scene.desk.id('pop-out').click()
  const window = await opened
  await window.waitForURL((url) => url.pathname === '/post')
  expect(await window.evaluate('window.opener')).toBeNull()
  expect(formOf(company.at('/post', 'POST').at(-1)?.body ?? '')).toMatchObject({ who: customerNumber, note: hostileValue })
  expect(await window.evaluate('history.length')).toBeLessThanOrEqual(2)
  await window.close()
})

test('a page in a window cannot lead the workbench elsewhere', async () => {
  const [window] = windows()
  const tried = await window?.evaluate(`(() => {
    const outcomes = []
    const ways = [() => (opener.location = '${company.origin}/next'), () => (opener.top.location = '${company.origin}/next'), () => (opener.parent.location.href = '${company.origin}/next'), () => opener.top.document.title]
    for (const way of ways) try { way(); outcomes.push('done') } catch (error) { outcomes.push(error.name) }
    return outcomes
  })()`)
  await scene.desk.page.waitForTimeout(500)
  expect(new URL(scene.desk.page.url()).pathname).toBe('/workbench')
  expect((tried as string[]).slice(1)).toEqual(['SecurityError', 'SecurityError', 'SecurityError'])
  await scene.desk.callBecomes('talking')
})

test('the next contact uses the same windows, without a click', async () => {
  await endTalk(scene)
  const before = windows().length
  callId = await beginTalk(scene)
  await chipBecomes('window', 'open')
  await chipBecomes('second', 'open')
  await eventually(
    async () => company.at('/window', 'POST').map(({ body }) => formOf(body)['callid']),
    (ids) => ids.at(-1) === callId,
    'the window should be posted to for the new contact',
  )
  expect(windows()).toHaveLength(before)
})

test('a reload of the workbench posts to the front page once, and opens no window by itself', async () => {
  await scene.desk.popBecomes(callId, 'ready', 'posted')
  const before = { posts: company.at('/post', 'POST').length, windows: company.at('/window', 'POST').length }
  await scene.desk.page.reload()
  await scene.desk.popBecomes(callId, 'ready', 'posted')
  await chipBecomes('window', 'waiting')
  expect(company.at('/post', 'POST')).toHaveLength(before.posts + 1)
  expect(company.at('/window', 'POST')).toHaveLength(before.windows)
  await chip('window').click()
  await chipBecomes('window', 'open')
  await endTalk(scene)
})
