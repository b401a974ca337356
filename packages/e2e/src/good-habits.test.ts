// What people praised about the desk, and what must stay: it holds the fort while the network is away, shares notes between
// tabs, takes no keystroke from a hand, keeps still for who wishes it, and has no fault on its console.
import { afterAll, beforeAll, expect, test } from 'vitest'
import { DeskPage } from './stage/desk-page.ts'
import { beginTalk, endTalk, openTalkScene, type TalkScene } from './stage/desk-scene.ts'

let scene: TalkScene
const faults: string[] = []

beforeAll(async () => {
  scene = await openTalkScene()
  scene.desk.page.on('pageerror', (error) => faults.push(String(error)))
})
afterAll(() => scene?.stage.close())

const notes = (desk: DeskPage) => desk.page.locator('[data-testid="wrap-up"] textarea')

/** Its socket is cut with the rest: only what is opened anew is held up by the browser itself. */
async function goOffline(): Promise<void> {
  await scene.agentProfile.setOffline(true)
  await scene.desk.page.evaluate(() => window.dispatchEvent(new Event('offline')))
}

async function comeBack(): Promise<void> {
  await scene.agentProfile.setOffline(false)
  await scene.desk.isConnected()
}

test('a ring takes no keystroke from the field that is typed in', async () => {
  const { desk, phone } = scene
  await beginTalk(scene)
  await phone.hangUp()
  await desk.becomes('wrapUp')
  await notes(desk).focus()
  await desk.page.keyboard.type('客户要求退货')
  await desk.page.locator('[data-testid="wrap-up-finish"]').first().click()
  await desk.becomes('idle')
  await notes(desk).focus()
  await phone.dial('4466')
  const text = 'A20418，已核实身份；ring in the middle of it'
  await desk.page.keyboard.type(text.slice(0, 10), { delay: 30 })
  await desk.becomes('ringing')
  await desk.page.keyboard.type(text.slice(10), { delay: 30 })
  expect(await notes(desk).inputValue()).toBe(`客户要求退货${text}`)
  await desk.answer()
  await desk.callBecomes('talking')
  await endTalk(scene)
})

test('two tabs share the notes as they are typed', async () => {
  const { desk, agentParty, agentProfile, stage } = scene
  await beginTalk(scene)
  const other = new DeskPage(await agentParty.page(agentProfile), stage.openSeat.origin)
  await other.open()
  await other.callBecomes('talking')
  await notes(desk).fill('在第一个标签页里写')
  await expect.poll(() => notes(other).inputValue(), { timeout: 5_000 }).toBe('在第一个标签页里写')
  await other.page.close()
  await endTalk(scene)
})

test('offline in a call: the customer’s hang-up is told once the network is back, and the notes come through', async () => {
  const { desk, phone } = scene
  await beginTalk(scene)
  await goOffline()
  await desk.page.locator('[data-testid="stale-notice"]').waitFor()
  await notes(desk).fill('断网时写下的')
  await phone.hangUp()
  await phone.becomes('ended')
  await comeBack()
  await desk.becomes('wrapUp')
  await desk.page.locator('[data-testid="wrap-up"] [data-state="saved"], [data-testid="wrap-up"] [data-state="clean"]').first().waitFor()
  await desk.finishWrapUp()
  await desk.becomes('idle')
})

test('who wishes less motion sees no pulse', async () => {
  const { desk, phone } = scene
  await desk.page.emulateMedia({ reducedMotion: 'reduce' })
  await phone.dial('4466')
  await desk.becomes('ringing')
  const moving = await desk.page.evaluate(
    () =>
      document.getAnimations().filter((animation) => {
        const { iterations = 1, duration } = animation.effect?.getComputedTiming() ?? {}
        return iterations > 1 && Number(duration) > 10
      }).length,
  )
  expect(moving).toBe(0)
  await desk.page.emulateMedia({ reducedMotion: null })
  await desk.answer()
  await endTalk(scene)
})

test('in all of this nothing went wrong unseen', () => {
  expect(faults).toEqual([])
})
