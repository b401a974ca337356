// Pages that misbehave or do not come: each is explained in its place, none stops the workbench. And the allowlist.
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { eventually } from './stage/desk-page.ts'
import { beginTalk, endTalk, openTalkScene, type TalkScene } from './stage/desk-scene.ts'
import { OddEnterprise } from './stage/hostile-pages.ts'
import { RestClient } from './stage/rest-client.ts'

let scene: TalkScene
let odd: OddEnterprise
let operator: RestClient
let admin: RestClient
let tenant: { tenantId: number }
/** For each dialog of a page: whether the workbench's own script ran on while it was open. */
const ranOn: boolean[] = []
let callId = ''

/** Name of the pop and the address that it shows. */
const oddPops = (): [string, string][] => {
  const here = `http://127.0.0.1:${odd.port}`
  return [
    ['throws', `${here}/throws`],
    ['loops', `http://127.0.0.2:${odd.port}/loops`],
    ['alerts', `${here}/alerts`],
    ['leaves', `${here}/leaves`],
    ['wanders', `${here}/wanders`],
    ['refuses', `${here}/refuses`],
    ['ancestors', `${here}/ancestors`],
    ['silent', `${here}/silent`],
    ['dead', `http://127.0.0.1:${odd.deadPort}/good`],
  ]
}

beforeAll(async () => {
  scene = await openTalkScene()
  odd = await OddEnterprise.start()
  scene.stage.owns(() => odd.close())
  const { origin } = scene.stage.openSeat
  operator = await RestClient.logIn(origin, 'operator')
  admin = await RestClient.logIn(origin, 'admin@demo')
  const { items } = await operator.call('listTenants')
  tenant = { tenantId: items.find(({ code }) => code === 'demo')?.id ?? 0 }
  const parameters = await operator.call('getSystemParameters', { params: tenant })
  await operator.call('setSystemParameters', { params: tenant, body: { ...parameters, maxScreenPopsPerKind: 10 } })
  scene.desk.page.on('dialog', (dialog) => {
    void Promise.race([scene.desk.page.evaluate(() => true), new Promise<false>((resolve) => setTimeout(() => resolve(false), 2_000))])
      .then((alive) => ranOn.push(alive))
      // The browser may have closed it by itself meanwhile.
      .finally(() => dialog.dismiss().catch(() => undefined))
  })
})
afterAll(() => scene?.stage.close())

const list = (address: string) =>
  operator.call('addAllowListEntry', { params: tenant, body: { origin: new URL(address).origin, note: 'odd' } })

async function addPop(name: string, url: string): Promise<number> {
  const { id } = await admin.call('createScreenPop', { body: { workbenchKind: 'audioVideo', name, url } })
  await admin.call('enableScreenPop', { params: { id }, body: { enabled: true } })
  return id
}

/** A loop would last for ever; a busy machine needs a moment. */
const usableWithinMs = 8_000

/** The workbench answers: its menu opens and closes. */
async function expectUsable(page: Page): Promise<void> {
  await page.locator('[data-testid="state-chip"]').click({ timeout: usableWithinMs })
  await page.locator('[data-testid="state-menu"]').waitFor({ timeout: usableWithinMs })
  await page.keyboard.press('Escape')
  await page.locator('[data-testid="state-menu"]').waitFor({ state: 'hidden', timeout: usableWithinMs })
}

const pick = async (name: string): Promise<void> => {
  await scene.desk.pages(callId).locator('[data-testid="pop-tab"]').filter({ hasText: name }).click()
}
const notice = () => scene.desk.pages(callId).locator('.page:visible .frame-notice')

test('an address that is not listed is refused when the pop is saved', async () => {
  const body = { workbenchKind: 'audioVideo', name: 'stranger', url: `http://localhost:${odd.strangerPort}/good` } as const
  expect(await admin.refused('createScreenPop', { body })).toMatchObject({ status: 422, fields: ['url'] })
})

test('nine pages that misbehave pop beside a good one, and the workbench stays usable', async () => {
  for (const [, url] of oddPops()) await list(url).catch(() => undefined)
  for (const [name, url] of oddPops()) await addPop(name, url)
  callId = await beginTalk(scene)
  await scene.desk.popBecomes(callId, 'ready', '客户信息')
  await scene.desk.popBecomes(callId, 'ready', 'throws')
  await expectUsable(scene.desk.page)
})

test.each(['throws', 'alerts', 'leaves', 'loops'])('a page that %s is shown, and stops nothing', async (name) => {
  await scene.desk.popBecomes(callId, 'ready', name)
  await pick(name)
  await expectUsable(scene.desk.page)
  expect(new URL(scene.desk.page.url()).pathname).toBe('/workbench')
})

test('a dialog of a page does not stop the workbench’s own script', async () => {
  await eventually(
    async () => ranOn,
    (seen) => seen.length === 3,
    'alert, confirm and prompt should have come',
  )
  expect(ranOn).toEqual([true, true, true])
})

test('a page that goes to an unlisted host is stopped, and the host is named', async () => {
  await scene.desk.popBecomes(callId, 'blocked', 'wanders')
  await pick('wanders')
  expect(await notice().innerText()).toContain(`http://localhost:${odd.strangerPort}`)
  expect(odd.asked.filter((url) => url.includes(`:${odd.strangerPort}/`))).toEqual([])
})

test('a page that never answers is explained after ten seconds, with a way on', async () => {
  await scene.desk.popBecomes(callId, 'late', 'silent')
  await pick('silent')
  expect(await notice().innerText()).toContain(`http://127.0.0.1:${odd.port}`)
  await notice().locator('[data-testid="pop-retry"]').waitFor()
  await notice().locator('[data-testid="pop-window"]').waitFor()
})

test('a page that nobody answers for is explained', async () => {
  await pick('dead')
  await notice().waitFor()
  expect(await notice().innerText()).toContain(`:${odd.deadPort}`)
})

test.each(['refuses', 'ancestors'])(
  'a page that forbids frames (%s) is never called ready: it is remarked upon, with a way out',
  async (name) => {
    await scene.desk.popBecomes(callId, 'doubtful', name)
    await pick(name)
    const remark = scene.desk.pages(callId).locator('.page:visible [data-testid="pop-doubt"]')
    expect(await remark.innerText()).toContain(`:${odd.port}`)
    await remark.locator('[data-testid="pop-window"]').waitFor()
  },
)

test('the wrapper’s policy names the listed addresses and nothing else', async () => {
  const path = await scene.desk.pages(callId).locator('[data-testid="pop-frame"] iframe').first().getAttribute('src')
  const response = await scene.agentProfile.request.get(`${scene.stage.openSeat.origin}${path}`)
  const policy = response.headers()['content-security-policy'] ?? ''
  const sources = /frame-src ([^;]*)/.exec(policy)?.[1]?.split(' ') ?? []
  const entries = await operator.call('listAllowList', { params: tenant })
  expect(sources.toSorted()).toEqual(entries.items.map(({ origin }) => origin).toSorted())
  expect(policy).toContain(`default-src 'none'`)
})

test('a removed address stops popping at once: the open call’s retry, and the next call', async () => {
  const { items } = await operator.call('listAllowList', { params: tenant })
  const entry = items.find(({ origin }) => origin === scene.stage.openSeat.enterpriseOrigin)
  await operator.call('removeAllowListEntry', { params: { ...tenant, entryId: entry?.id ?? 0 } })
  const path = await scene.desk.pages(callId).locator('[data-testid="pop-frame"] iframe').first().getAttribute('src')
  const again = await scene.agentProfile.request.get(`${scene.stage.openSeat.origin}${path}`)
  expect(again.ok()).toBe(false)
  await endTalk(scene)
  callId = await beginTalk(scene)
  await scene.desk.popBecomes(callId, 'blocked', '客户信息')
  await pick('客户信息')
  expect(await notice().innerText()).toContain(scene.stage.openSeat.enterpriseOrigin)
  // A key that is pressed while a dialog of the page that alerts is open is the dialog's.
  await eventually(
    async () => ranOn,
    (seen) => seen.length === 6,
    'the dialogs of the second call should have come',
  )
  await expectUsable(scene.desk.page)
  await endTalk(scene)
  expect(scene.agentParty.pageErrors.filter((error) => error.startsWith(scene.stage.openSeat.origin) && !error.endsWith(': odd'))).toEqual(
    [],
  )
})

test('a page of a neighbouring address (same host, other port) that loops does not stop the workbench either', async () => {
  const { items } = await admin.call('listScreenPops')
  for (const { id } of items) await admin.call('enableScreenPop', { params: { id }, body: { enabled: false } })
  const { id } = items.find(({ name }) => name === 'loops') ?? { id: 0 }
  await list(`http://localhost:${odd.port}`)
  await admin.call('changeScreenPop', { params: { id }, body: { name: 'loops', url: `http://localhost:${odd.port}/loops` } })
  await admin.call('enableScreenPop', { params: { id }, body: { enabled: true } })
  callId = await beginTalk(scene)
  await scene.desk.popBecomes(callId, 'ready', 'loops')
  await expectUsable(scene.desk.page)
  await endTalk(scene)
})
