// Web API pages of an agent with two tabs: the leading tab's page is told of calls; the other keeps what was typed in it.
import type { Frame } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { CompanyPages } from './stage/company-pages.ts'
import { DeskPage, eventually } from './stage/desk-page.ts'
import { beginTalk, customerNumber, endTalk, openTalkScene, type TalkScene } from './stage/desk-scene.ts'
import { allowOrigin, setPops } from './stage/pop-settings.ts'

const script = '/service-cloud/resource.root/page/resource.root/js/AICCSupport.js'
const note = (
  source: string,
): string => `<!doctype html><meta charset="utf-8"><textarea id="note"></textarea><script src="${source}"></script><script>
window.seen = []
for (const name of ['Init', 'Ringing', 'Talking', 'Release']) AICCSupport.addHandler(name, () => window.seen.push(name))
</script>`
/** Without the script: asks for the connection events. */
const listens = `<!doctype html><meta charset="utf-8"><input id="note"><script>
window.got = []
addEventListener('message', ({ data }) => data.event && window.got.push(data.event.eventType))
top.postMessage({ name: 'eventpost', param: ['AgentEvent_Hold', 'AgentEvent_Call_Release'] }, new URLSearchParams(location.search).get('origin'))
</script>`

let scene: TalkScene
let company: CompanyPages
let one: DeskPage
let two: DeskPage
let callId = ''

beforeAll(async () => {
  scene = await openTalkScene()
  const { origin } = scene.stage.openSeat
  company = await CompanyPages.start({ '/note': note(`${origin}${script}`), '/listens': listens })
  scene.stage.owns(() => company.close())
  await allowOrigin(origin, company.origin)
  await setPops(origin, [
    { name: 'note', url: `${company.origin}/note`, passMode: 'webApi' },
    { name: 'listens', url: `${company.origin}/listens` },
  ])
  one = scene.desk
  two = new DeskPage(await scene.agentParty.page(scene.agentProfile), origin)
  await two.open()
  await two.becomes('idle')
})
afterAll(() => scene?.stage.close())

const frameOf = ({ page }: DeskPage, path: string): Frame | undefined =>
  page.frames().find((frame) => frame.url().startsWith(`${company.origin}${path}`))
const seen = async (desk: DeskPage): Promise<string> =>
  ((await frameOf(desk, '/note')?.evaluate<string[]>('window.seen')) ?? ['no page']).join(' ')
const becomes = (desk: DeskPage, told: string) =>
  eventually(
    () => seen(desk),
    (now) => now === told,
    `the page should have been told ${told}`,
  )
const shown = ({ page }: DeskPage): Promise<number> => page.locator('[data-testid="living-page"]:visible').count()
const typed = (desk: DeskPage, path: string) => frameOf(desk, path)?.locator('#note').inputValue()

async function takeLead(desk: DeskPage, from: DeskPage): Promise<void> {
  await desk.id('take-lead').click()
  await from.id('take-lead').waitFor()
}

test('a tab that never led loads no page', async () => {
  await becomes(one, 'Init')
  callId = await beginTalk(scene)
  await becomes(one, 'Init Ringing Talking')
  expect(frameOf(two, '/note')).toBeUndefined()
})

test('when the lead moves, the new tab’s page is told what stands; the old one is out of sight and makes no calls', async () => {
  await one.popBecomes(callId, 'ready', 'listens')
  for (const name of ['listens', 'note']) {
    await one.pages(callId).locator('[data-testid="pop-tab"]').filter({ hasText: name }).click()
    await frameOf(one, `/${name}`)?.locator('#note').fill('客户要改地址')
  }
  await takeLead(two, one)
  await becomes(two, 'Init Talking')
  expect(await shown(one)).toBe(0)
  await one.page.getByRole('heading', { name: '页面在另一标签页' }).waitFor()
  const dialled = await frameOf(one, '/note')?.evaluate(
    `AICCSupport.clickToOutbound({ mediaType: 'audio', calledNum: '${customerNumber}' })`,
  )
  expect(dialled).toMatchObject({ ok: false, code: 'NOT_LEADING' })
})

test('the call ends: the leading tab’s page is told, the other’s is not', async () => {
  await endTalk({ desk: two, phone: scene.phone })
  await becomes(two, 'Init Talking Release')
  await one.becomes('idle')
  expect(await seen(one)).toBe('Init Ringing Talking')
  expect(await frameOf(one, '/listens')?.evaluate('window.got')).toEqual([])
})

test('the lead comes back: the page stands as it was left, and is told what it missed', async () => {
  await takeLead(one, two)
  await becomes(one, 'Init Ringing Talking Release')
  await one.page.locator('[data-testid="living-page"]:visible').waitFor()
  expect([await typed(one, '/note'), await typed(one, '/listens')]).toEqual(['客户要改地址', '客户要改地址'])
  expect(await frameOf(one, '/listens')?.evaluate('window.got')).toEqual(['AgentEvent_Call_Release'])
  expect([await shown(two), await seen(two)]).toEqual([0, 'Init Talking Release'])
})

test('the next call is told in the leading tab alone', async () => {
  await beginTalk(scene)
  await becomes(one, 'Init Ringing Talking Release Ringing Talking')
  expect(await seen(two)).toBe('Init Talking Release')
  await endTalk(scene)
  expect(scene.agentParty.pageErrors).toEqual([])
})
