// What the tab says of a page is what the agent sees: the browser has the last word, a hint of the server's covers nothing.
import { afterAll, beforeAll, expect, test } from 'vitest'
import { expectAccessible } from './stage/accessibility.ts'
import { beginTalk, endTalk, openTalkScene, type TalkScene } from './stage/desk-scene.ts'
import { OddEnterprise } from './stage/hostile-pages.ts'
import { allowOrigin, setPops } from './stage/pop-settings.ts'

let scene: TalkScene
let callId = ''

beforeAll(async () => {
  scene = await openTalkScene()
  const odd = await OddEnterprise.start()
  scene.stage.owns(() => odd.close())
  const { origin } = scene.stage.openSeat
  const at = `http://127.0.0.1:${odd.port}`
  await allowOrigin(origin, at)
  const params: { name: string; source: 'attachedData'; key: string }[] = [{ name: 'note', source: 'attachedData', key: 'note' }]
  const long = { name: 'long', url: `${at}/good`, params }
  await setPops(origin, [
    { name: 'members', url: `${at}/members` },
    { name: 'speaks', url: `${at}/speaks` },
    { name: 'form', url: `${at}/form`, passMode: 'post' },
    { name: 'endless', url: `${at}/endless` },
    long,
  ])
  callId = await beginTalk(scene, `note=${'长'.repeat(1_000)}`)
})
afterAll(() => scene?.stage.close())

const shown = () => scene.desk.pages(callId).locator('.page:visible')
const pick = (name: string) => scene.desk.pages(callId).locator('[data-testid="pop-tab"]').filter({ hasText: name }).click()
const heading = () => shown().locator('[data-testid="pop-frame"] iframe').contentFrame().locator('#page').contentFrame().locator('#odd')

test('a page that stands is shown, though somebody without a log-in would get one that forbids frames', async () => {
  await scene.desk.popBecomes(callId, 'doubtful', 'members')
  await pick('members')
  await heading().waitFor()
  await shown().locator('[data-testid="pop-doubt"]').waitFor()
  await expectAccessible(scene.desk.page, 'a page with a remark')
})

test('a sign of life is worth more than what the server saw', async () => {
  await scene.desk.popBecomes(callId, 'ready', 'speaks')
  await pick('speaks')
  await heading().waitFor()
  expect(await shown().locator('[data-testid="pop-doubt"]').count()).toBe(0)
})

test('a page that takes forms alone is not judged by what it says to a GET', async () => {
  await scene.desk.popBecomes(callId, 'ready', 'form')
  await pick('form')
  await heading().waitFor()
})

test('a page of which one picture never ends stays', async () => {
  await scene.desk.popBecomes(callId, 'ready', 'endless')
  await pick('endless')
  await heading().waitFor()
})

test('an address that is too long for servers is told in place of an empty frame, and opened by hand', async () => {
  await scene.desk.popBecomes(callId, 'blocked', 'long')
  await pick('long')
  const notice = scene.desk.pages(callId).locator('.page:visible .frame-notice')
  expect(await notice.innerText()).toContain('POST')
  await notice.locator('[data-testid="pop-open"]').click()
  await scene.desk.popBecomes(callId, 'ready', 'long')
  await endTalk(scene)
})

test('a PDF, and a page that holds one, are remarked upon: the browser shows none in a sandbox', async () => {
  const { origin } = scene.stage.openSeat
  const at = new URL(await scene.desk.companyAddress(callId)).origin
  await setPops(origin, [
    { name: 'pdf', url: `${at}/contract.pdf` },
    { name: 'contract', url: `${at}/contract` },
  ])
  callId = await beginTalk(scene)
  for (const name of ['pdf', 'contract']) {
    await scene.desk.popBecomes(callId, 'doubtful', name)
    await pick(name)
    expect(await shown().locator('[data-testid="pop-doubt"]').innerText()).toContain('PDF')
  }
  await heading().waitFor()
  await endTalk(scene)
})
