// The demo's customer interfaces: the example enterprise's, in the specified shape and in one that is mapped. Never in
// production.
import { customerInterfaceInputSchema } from '@openseat/contracts'
import type { SecretBox } from '../access/secret-box.ts'
import { type ChangeParts, createInterface } from '../customer-interfaces/interface-changes.ts'
import { platformTenant } from '../customer-interfaces/interface-rows.ts'
import type { SettingsParts } from '../settings/checks.ts'
import { programActor } from '../settings/platform-setup.ts'

const name = '示例企业客户查询'

const sample = {
  code: 0,
  data: {
    customer: { fullName: '陈思远', mobile: '13812345678', tier: 'gold', address: { city: '上海' }, joined: '2019-03-12' },
    orders: [{ no: 'A20418', title: '空气净化器 滤芯两件装', date: '2026-11-02', amount: 398 }],
  },
}

const levels = [
  { key: 'gold', label: '金卡' },
  { key: 'silver', label: '银卡' },
  { key: 'standard', label: '普通' },
]

const mapping = {
  // Its answer for somebody unknown: { code: 0, data: null }.
  success: 'answer.code == 0',
  objects: [
    {
      objectName: '客户',
      fields: [
        { name: '姓名', expression: 'answer.data.customer.fullName', required: true },
        { name: '手机', expression: 'answer.data.customer.mobile', mask: 'lastFour' },
        { name: '等级', expression: 'answer.data.customer.tier', type: 'dictionary', dictItems: levels },
        { name: '城市', expression: 'answer.data.customer.address.city' },
        { name: '注册日期', expression: 'answer.data.customer.joined', type: 'date' },
      ],
    },
    {
      objectName: '="订单 " + row.no',
      rows: 'answer.data.orders',
      fields: [
        { name: '商品', expression: 'row.title' },
        { name: '金额', expression: 'row.amount', type: 'number' },
        { name: '日期', expression: 'row.date', type: 'date' },
      ],
    },
  ],
}

/** `enterpriseOrigin`: where the example listens, on this machine. */
export async function addDemoInterfaces(
  { settings, platform }: SettingsParts,
  enterpriseOrigin: string,
  secrets: SecretBox,
): Promise<void> {
  const tenant = await platform.tenantByCode('demo')
  if (tenant === undefined) return
  const usual = { tenantIds: [tenant.id], allowPrivate: true }
  const parts: ChangeParts = { settings, platform, secrets }
  await settings.change(platformTenant, programActor, async (edit) => {
    // A start that was killed before the operator was made comes here again.
    const made = await edit.trx.selectFrom('customer_interface').select('id').where('name', '=', name).executeTakeFirst()
    if (made !== undefined) return
    const add = (input: object) => createInterface(parts, edit, customerInterfaceInputSchema.parse({ ...usual, ...input }))
    await add({ name, url: `${enterpriseOrigin}/rest/v1/queryCustomer` })
    // For the demo's flow.
    await add({ name: '示例企业余额查询', url: `${enterpriseOrigin}/rest/v1/queryBalance` })
    await add({
      name: `${name}（映射）`,
      url: `${enterpriseOrigin}/rest/v2/customer`,
      mapping,
      sample: JSON.stringify(sample, null, 2),
    })
  })
}
