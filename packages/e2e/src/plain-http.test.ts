// From another machine over plain http, as somebody meets it who tries the product in an office: everything works but the
// microphone, and that is said with the way out.
import { afterAll, beforeAll, expect, test } from 'vitest'
import { DeskPage } from './stage/desk-page.ts'
import { Stage } from './stage/stage.ts'

let stage: Stage
let desk: DeskPage

beforeAll(async () => {
  stage = await Stage.open()
  // An address that browsers do not take for this machine: no secure context.
  const origin = stage.openSeat.origin.replace('localhost', '192.0.2.7')
  const party = await stage.party({ hosts: { '192.0.2.7': '127.0.0.1' } })
  desk = new DeskPage(await party.page(), origin)
})
afterAll(() => stage.close())

test('the agent logs in, is connected, and is told what the browser needs for the microphone', async () => {
  await desk.logIn('wangmin@demo')
  await desk.open()
  expect(await desk.page.evaluate(() => window.isSecureContext)).toBe(false)
  await desk.id('sign-in').click()
  await expect.poll(() => desk.id('sign-in-problem').textContent(), { timeout: 15_000 }).toMatch(/https/)
  await expect.poll(() => desk.id('connection-state').getAttribute('data-state')).toBe('connected')
})
