// What a page in a frame may use of the agent's browser: what its record grants, through the document around it.
import type { Frame } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { expectAccessible } from './stage/accessibility.ts'
import { AdminPage } from './stage/admin-page.ts'
import { CompanyPages } from './stage/company-pages.ts'
import { eventually } from './stage/desk-page.ts'
import { beginTalk, endTalk, openTalkScene, type TalkScene } from './stage/desk-scene.ts'
import { allowOrigin, setPops } from './stage/pop-settings.ts'
import { RestClient } from './stage/rest-client.ts'

/** Asks the browser when it is clicked, and writes what it was told. */
const asks = `<!doctype html><meta charset="utf-8"><button>ask</button><p id="told"></p><script>
const where = () => new Promise((resolve) => navigator.geolocation.getCurrentPosition(() => resolve('granted'), () => resolve('refused')))
const tried = (what) => what.then(() => 'granted', () => 'refused')
document.querySelector('button').onclick = async () => {
  const written = await tried(navigator.clipboard.writeText('openseat'))
  const read = await tried(navigator.clipboard.readText())
  document.getElementById('told').textContent = 'place ' + await where() + ', write ' + written + ', read ' + read
}
</script>`

let scene: TalkScene
let company: CompanyPages
let other: CompanyPages
let callId = ''

beforeAll(async () => {
  scene = await openTalkScene()
  other = await CompanyPages.start({ '/asks': asks })
  company = await CompanyPages.start({
    '/asks': asks,
    '/leads': `<!doctype html><script>location.replace('${other.origin}/asks')</script>`,
  })
  for (const each of [company, other]) {
    scene.stage.owns(() => each.close())
    await allowOrigin(scene.stage.openSeat.origin, each.origin)
  }
  // The agent says yes to everything that the browser asks.
  await scene.agentProfile.grantPermissions(['geolocation', 'clipboard-read', 'clipboard-write'])
  await scene.agentProfile.setGeolocation({ latitude: 31.2, longitude: 121.5 })
  const url = `${company.origin}/asks`
  await setPops(scene.stage.openSeat.origin, [
    { name: 'default', url },
    { name: 'all', url, grants: ['clipboardWrite', 'clipboardRead', 'geolocation'] },
    { name: 'posted', url, passMode: 'post', grants: ['geolocation'] },
    { name: 'none', url, grants: [] },
    { name: 'leads', url: `${company.origin}/leads`, grants: ['clipboardWrite', 'clipboardRead', 'geolocation'] },
  ])
  callId = await beginTalk(scene)
})
afterAll(() => scene?.stage.close())

/** What the page in front was told. */
async function told(name: string, origin = company.origin): Promise<string> {
  await scene.desk.popBecomes(callId, 'ready', name)
  await scene.desk.pages(callId).locator('[data-testid="pop-tab"]').filter({ hasText: name }).click()
  const shown = scene.desk.pages(callId).locator('.page:visible [data-testid="pop-frame"] iframe').contentFrame().locator('#page')
  const page = (): Promise<Frame | null> => shown.elementHandle().then((handle) => handle?.contentFrame() ?? null)
  await eventually(
    async () => (await page())?.url() ?? '',
    (url) => url.startsWith(`${origin}/asks`),
    `${name} should stand`,
  )
  await shown.contentFrame().locator('button').click()
  const answer = shown.contentFrame().locator('#told')
  return eventually(
    async () => (await answer.textContent()) ?? '',
    (text) => text !== '',
    `${name} should be told`,
  )
}

test('a page is given what its record grants, and refused the rest', async () => {
  expect(await told('default')).toBe('place refused, write granted, read refused')
  expect(await told('all')).toBe('place granted, write granted, read granted')
  expect(await told('posted')).toBe('place granted, write refused, read refused')
  expect(await told('none')).toBe('place refused, write refused, read refused')
})

test('where a page leads to another address, that one is given nothing', async () => {
  expect(await told('leads', other.origin)).toBe('place refused, write refused, read refused')
  await endTalk(scene)
})

test('the administrator chooses the grants in the form, which says what they mean; a page in a window has none', async () => {
  const { origin } = scene.stage.openSeat
  const admin = new AdminPage(await (await scene.stage.party()).page(), origin)
  await admin.logIn('admin@demo')
  await admin.open('/configuration/screen-pops')
  await admin.row('none').getByRole('button', { name: '修改弹屏 none' }).click()
  const grants = admin.field('grants')
  await admin.page.getByText('摄像头和麦克风不提供给页面').waitFor()
  await grants.locator('xpath=ancestor::*[contains(@class,"el-select__wrapper")][1]').click()
  await admin.page.locator('.el-select-dropdown__item:visible').filter({ hasText: '获取位置' }).click()
  await admin.page.keyboard.press('Tab')
  await expectAccessible(admin.page, 'the form of a screen pop with its grants')
  await admin.page.getByText('独立打开', { exact: true }).click()
  await grants.waitFor({ state: 'hidden' })
  await admin.page.getByText('嵌入', { exact: true }).click()
  await grants.waitFor()
  await admin.submit()
  await admin.formCloses()
  const { items } = await (await RestClient.logIn(origin, 'admin@demo')).call('listScreenPops')
  expect(items.find(({ name }) => name === 'none')).toMatchObject({ grants: ['geolocation'], openMode: 'embedded' })
})
