// Pages as companies run them, in a real browser: what the tab says of each is what the agent sees.
import { afterAll, beforeAll, expect, test } from 'vitest'
import { beginTalk, endTalk, openTalkScene, type TalkScene } from './stage/desk-scene.ts'
import { OddEnterprise } from './stage/hostile-pages.ts'
import { type OddPage, oddPages, oddPath } from './stage/odd-pages.ts'
import { allowOrigin, setPops } from './stage/pop-settings.ts'
import { RestClient } from './stage/rest-client.ts'

/** As many pages as one contact may have. */
const together = 10
const batches = Array.from({ length: Math.ceil(oddPages.length / together) }, (_, at) => oddPages.slice(at * together, (at + 1) * together))

let scene: TalkScene
let address = ''

beforeAll(async () => {
  scene = await openTalkScene()
  const odd = await OddEnterprise.start()
  scene.stage.owns(() => odd.close())
  address = `http://127.0.0.1:${odd.port}`
  const { origin } = scene.stage.openSeat
  await allowOrigin(origin, address)
  const operator = await RestClient.logIn(origin, 'operator')
  const { items } = await operator.call('listTenants')
  const params = { tenantId: items.find(({ code }) => code === 'demo')?.id ?? 0 }
  const { version: _version, ...parameters } = await operator.call('getSystemParameters', { params })
  await operator.call('setSystemParameters', { params, body: { ...parameters, maxScreenPopsPerKind: together } })
  // A page's own windows and dialogs are nobody's business here.
  scene.desk.page.on('dialog', (dialog) => void dialog.dismiss().catch(() => undefined))
})
afterAll(() => scene?.stage.close())

async function saidOf(callId: string, { what, said }: OddPage): Promise<string> {
  const [kind, reason] = said.split(' ') as ['ready' | 'late' | 'doubtful' | 'blocked', string | undefined]
  const reached = await scene.desk.popBecomes(callId, kind, what).then(
    () => kind,
    () => 'something else',
  )
  if (reason === undefined || reached !== kind) return reached
  const pages = scene.desk.pages(callId)
  await pages.locator('[data-testid="pop-tab"]').filter({ hasText: what }).click()
  const remark = await pages.locator('.page:visible [data-testid="pop-doubt"]').getAttribute('data-reason')
  return `${kind} ${remark}`
}

test('more than thirty pages are tried, each once', () => {
  expect(new Set(oddPages.map(({ what }) => what)).size).toBe(oddPages.length)
  expect(oddPages.length).toBeGreaterThanOrEqual(30)
})

test.each(batches.map((batch, at) => [at + 1, batch] as const))('the desk says of each what it does (%i)', async (_at, batch) => {
  const pops = batch.map(({ what, passMode = 'get' as const }) => ({ name: what, url: address + oddPath(what), passMode }))
  await setPops(scene.stage.openSeat.origin, pops)
  const callId = await beginTalk(scene)
  const said: Record<string, string> = {}
  for (const each of batch) said[each.what] = await saidOf(callId, each)
  await endTalk(scene)
  expect(said).toEqual(Object.fromEntries(batch.map(({ what, said: expected }) => [what, expected])))
})
