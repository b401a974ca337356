// An administrator makes a skill group, puts an agent into it and gives its queue working hours; the agent serves it without a
// new sign-in, is told when it is taken away again, and a caller outside the hours is refused in words.
import { afterAll, beforeAll, expect, test } from 'vitest'
import { AdminPage } from './stage/admin-page.ts'
import { customerNumber, endTalk, openTalkScene, type TalkScene } from './stage/desk-scene.ts'

let scene: TalkScene
let admin: AdminPage

beforeAll(async () => {
  scene = await openTalkScene()
  const office = await scene.stage.party()
  admin = new AdminPage(await office.page(), scene.stage.openSeat.origin)
  await admin.logIn('admin@demo')
})
afterAll(() => scene?.stage.close())

async function makeQueue(name: string): Promise<void> {
  await admin.open('/configuration/skill-queues/new')
  await admin.fill('name', name)
  await admin.fill('description', name)
  await admin.fill('wrapUpSeconds', '120')
  await admin.submit()
  await admin.page.waitForURL('**/configuration/skill-queues')
  await admin.row(name).first().waitFor()
}

/** The queue's working hours, or none. */
async function setHours(queue: string, hours: string | null): Promise<void> {
  await admin.open('/configuration/skill-queues')
  await admin.button(`修改技能队列 ${queue}`).click()
  const select = admin.field('workingHoursId')
  await select.waitFor()
  if (hours !== null) await admin.choose(select, hours)
  else {
    await select.hover({ force: true })
    await admin.page.locator('.el-select__clear:visible').click()
  }
  await admin.submit()
  await admin.page.waitForURL('**/configuration/skill-queues')
}

test('a skill group: queues with levels, the first of a type its default until another is named', async () => {
  await makeQueue('理赔咨询')
  await makeQueue('保单变更')
  await admin.open('/configuration/skill-groups')
  await admin.button('新建技能组').first().click()
  await admin.submit()
  expect(await admin.problems()).toHaveLength(2)
  await admin.fill('name', '保险组')
  await admin.button('添加队列').click()
  await admin.choose(admin.page.getByRole('combobox', { name: '第 1 个队列' }), '理赔咨询')
  await admin.button('添加队列').click()
  await admin.choose(admin.page.getByRole('combobox', { name: '第 2 个队列' }), '保单变更')
  const second = admin.page.getByRole('radio', { name: '语音的默认队列：保单变更' })
  expect(await admin.page.getByRole('radio', { name: '语音的默认队列：理赔咨询' }).isChecked()).toBe(true)
  await second.check({ force: true })
  await admin.submit()
  await admin.formCloses()
  expect(await admin.row('保险组').innerText()).toContain('保单变更 5（默认）')
})

test('working hours: a time is written as people write it, and one that ends when it begins is refused', async () => {
  await admin.open('/configuration/working-hours')
  await admin.button('新建工作时间').first().click()
  await admin.fill('name', '保险时间')
  await admin.fill('weekly.0.from', '8')
  await admin.fill('weekly.0.to', '0800')
  expect(await admin.field('weekly.0.from').inputValue()).toBe('08:00')
  await admin.submit()
  expect((await admin.problems()).join()).toContain('00:00–24:00')
  await admin.button('删除第 1 个时段').click()
  await admin.submit()
  await admin.formCloses()
  expect(await admin.row('保险时间').innerText()).toContain('没有开放时段')
})

test('an agent who is put into the group serves it at once, without a new sign-in', async () => {
  await admin.open('/configuration/called-routes')
  await admin.button('新建被叫').click()
  await admin.fill('extensionCode', '7')
  await admin.choose(admin.field('accessCode'), '4466')
  await admin.choose(admin.field('target'), '理赔咨询')
  await admin.submit()
  await admin.formCloses()
  await admin.open('/configuration/agents')
  await admin.button('修改座席 101').click()
  await admin.page.locator('.el-radio', { hasText: '技能组' }).click()
  await admin.choose(admin.field('skillGroupId'), '保险组')
  await admin.fill('numberLabel', '透显A')
  await admin.submit()
  await admin.formCloses()
  await admin.row('101').filter({ hasText: '技能组 保险组' }).waitFor()
  const { desk, phone } = scene
  await phone.dial('44667')
  await desk.take(customerNumber)
  expect(await desk.id('number-label').innerText()).toBe('透显A')
  await endTalk(scene)
  expect(scene.agentParty.pageErrors).toEqual([])
})

test('a caller outside the hours is told so and reaches nobody, and the record says why', async () => {
  await setHours('理赔咨询', '保险时间')
  const { desk, phone } = scene
  await phone.dial('44667')
  await phone.becomes('ended')
  expect(await phone.page.locator('body').innerText()).toContain('非工作时间')
  await desk.becomes('idle')
  await admin.open('/records')
  await admin.row('非工作时间').first().waitFor()
  await setHours('理赔咨询', null)
  await phone.dial('44667')
  await desk.take(customerNumber)
  await endTalk(scene)
})

test('two queues that send callers to each other are said to do so while it is set', async () => {
  const send = async (from: string, to: string): Promise<void> => {
    await admin.open('/configuration/skill-queues')
    await admin.button(`修改技能队列 ${from}`).click()
    await admin.choose(admin.field('onTimeout'), `转到 ${to}`)
  }
  await send('理赔咨询', '保单变更')
  expect(await admin.page.getByTestId('queue-circle').count()).toBe(0)
  await admin.submit()
  await admin.page.waitForURL('**/configuration/skill-queues')
  await send('保单变更', '理赔咨询')
  await admin.page.getByTestId('queue-circle').getByText('理赔咨询').waitFor()
})

test('an agent whose skills are taken away is signed out and told why', async () => {
  await admin.open('/configuration/agents')
  await admin.button('批量配置').click()
  // Its first field is given the focus once it stands; a list that was open by then would close.
  await admin.page.locator('#field-agentNumbers:focus').waitFor()
  await admin.fill('agentNumbers', '101')
  await admin.choose(admin.field('skillKind'), '技能队列')
  await admin.submit()
  await admin.page.getByText('修改 1 个').waitFor()
  const { desk } = scene
  await desk.id('sign-in').waitFor()
  await desk.page.getByText('管理员的改动使您没有可服务的技能队列').first().waitFor()
})
