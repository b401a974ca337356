// The screens as they are after months of work: 30 attached keys, long names, 40 agents, 30 queues, 300 records. At each
// width nothing is out of reach, by hand or by keyboard, and no page is wider than its window.
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { expectAccessible } from './stage/accessibility.ts'
import { AdminPage } from './stage/admin-page.ts'
import { DeskPage } from './stage/desk-page.ts'
import { beginTalk, openTalkScene, type TalkScene } from './stage/desk-scene.ts'
import { RestClient } from './stage/rest-client.ts'

const windows = [
  [320, 460],
  [683, 384],
  [1366, 768],
  [1920, 1080],
] as const
const longName = '欧阳慕容锦瑟·阿卜杜拉合曼'
const attached = Array.from(
  { length: 30 },
  (_, n) =>
    `customerField${n}=${n % 3 === 0 ? 'https://crm.example/customers/00000000000000000000/orders?status=open&page=1' : `值 ${n} ${'长'.repeat(n * 3)}`}`,
).join('\n')

let scene: TalkScene
let admin: AdminPage
let inspector: DeskPage

/** What months would bring. */
async function liveForMonths(): Promise<void> {
  const { openSeat } = scene.stage
  const rest = await RestClient.logIn(openSeat.origin, 'admin@demo')
  const roles = await rest.call('listRoles')
  const roleIds = roles.items.filter(({ name }) => name.includes('座席')).map(({ id }) => id)
  const queueIds: number[] = []
  for (let n = 0; n < 30; n++) {
    const body = { name: `第${n}售后服务与投诉建议受理队列`.slice(0, 20), description: '售后服务、投诉、建议'.repeat(4) }
    queueIds.push((await rest.call('createSkillQueue', { body })).id)
  }
  const skills = queueIds.slice(0, 12).map((queueId) => ({ queueId, level: 3 }))
  for (let n = 0; n < 12; n++) {
    const { staff } = await rest.call('createStaff', {
      body: { account: `agent-with-a-long-account-${n}`, name: `${longName}${n}`, roleIds },
    })
    await rest.call('createAgent', { body: { agentNumber: String(200 + n), staffId: staff.id, skills } })
  }
  await openSeat.query(`
    insert into contact (tenant_id, call_id, direction, media_type, caller_number, called_number, queue_id, queue_name, agent_number,
      started_at, answered_at, ended_at, release_cause, attached_data, detail, purpose)
    select 1, (1700000000000 + i * 63)::text || '-1', case when i % 4 = 1 then 'outbound' else 'inbound' end, 'audio',
      '0086139' || lpad((i * 7919 % 100000000)::text, 8, '0') || '-80' || i % 100, '4466', ${queueIds[0]}, '第0售后服务与投诉建议受理队列', '101',
      now() - i * interval '37 minutes', case when i % 10 <> 3 then now() - i * interval '37 minutes' + interval '12 s' end,
      now() - i * interval '37 minutes' + interval '200 s', case when i % 10 <> 3 then 'customerHangUp' else 'abandoned' end,
      '{}', '{}', 'customer' from generate_series(1, 300) i;
    insert into contact_part (tenant_id, agent_number, call_id, started_at) select tenant_id, agent_number, call_id, started_at from contact where call_id like '17000%';`)
}

beforeAll(async () => {
  scene = await openTalkScene()
  await liveForMonths()
  const office = await scene.stage.party()
  admin = new AdminPage(await office.page(), scene.stage.openSeat.origin)
  inspector = new DeskPage(await office.page(), scene.stage.openSeat.origin)
  await admin.logIn('admin@demo')
  await inspector.logIn('zhaoli@demo')
  await beginTalk(scene, attached)
})
afterAll(() => scene?.stage.close())

async function at(page: Page, [width, height]: readonly [number, number], screen: string): Promise<void> {
  await page.setViewportSize({ width, height })
  await page.waitForTimeout(200)
  expect(await page.evaluate(() => document.documentElement.scrollWidth), `${screen} at ${width}`).toBeLessThanOrEqual(width)
  await expectAccessible(page, `${screen} at ${width}`, width === 1366 ? ['light', 'dark'] : ['light'])
}

test.each(windows)('the desk in a call with 30 attached keys, at %i by %i', async (width, height) => {
  const { desk } = scene
  await at(desk.page, [width, height], 'desk, talking')
})

test.each(windows)('300 records and one of them, at %i by %i', async (width, height) => {
  await admin.open('/records')
  await admin.page.locator('tbody tr').first().waitFor()
  await at(admin.page, [width, height], 'records')
  await admin.page.locator('tbody tr a').first().click()
  await admin.page.locator('[role=dialog]:visible, .el-drawer:visible').first().waitFor()
  await at(admin.page, [width, height], 'one record')
})

test.each(['agents', 'staff', 'skill-queues', 'audit'])('configuration: %s, at each width', async (section) => {
  await admin.open(`/configuration/${section}`)
  await admin.page.locator('tbody tr').first().waitFor()
  for (const window of windows) await at(admin.page, window, section)
})

test('the form of an agent with twelve skills, at each width', async () => {
  await admin.page.setViewportSize({ width: 1366, height: 768 })
  await admin.open('/configuration/agents')
  await admin.button('修改座席 200').click()
  await admin.page.locator('.form-drawer').waitFor()
  for (const window of windows) await at(admin.page, window, 'form of an agent')
})

test('the board, at each width', async () => {
  await inspector.open('/inspector')
  await inspector.page.locator('[data-testid="board-row"]').first().waitFor()
  for (const window of windows) await at(inspector.page, window, 'board')
})
