// The demo's flow: language, menu, account number, the example enterprise's balance read out, queue with position. A file as
// administrators import them; published at once. Never in production.
import { readFile } from 'node:fs/promises'
import { calledRoute, flowFileSchema, flowMappingSchema } from '@openseat/contracts'
import { platformTenant } from '../customer-interfaces/interface-rows.ts'
import { importFlows } from '../flows/flow-files.ts'
import { publishFlow } from '../flows/flow-publishing.ts'
import { KnownFlows, knownObjects } from '../flows/known-objects.ts'
import { calledRoutes } from '../settings/called-routes.ts'
import type { SettingsParts } from '../settings/checks.ts'
import { programActor } from '../settings/platform-setup.ts'
import { demoTenantCode } from '../store/tenant-facts.ts'

const file = new URL('demo-flow.json', import.meta.url)
const author = { account: 'demo' }
/** Published without an engine as well: whoever calls it then is put through to an agent. */
const speech = { prompts: async () => new Map<string, string>(), speaks: () => true }

/** What is dialled behind the demo's access code for it. */
export const demoFlowExtension = '8'

/** `accessCode`: the demo's, to which it is given an extension. */
export async function addDemoFlow({ settings, platform }: SettingsParts, accessCode: string): Promise<void> {
  const tenant = await platform.tenantByCode(demoTenantCode)
  if (tenant === undefined) return
  const usable = await settings.read(platformTenant, (trx) => trx.selectFrom('customer_interface').select(['id', 'name']).execute())
  const flowFile = flowFileSchema.parse(JSON.parse(await readFile(file, 'utf8')))
  await settings.change(tenant.id, programActor, async (edit) => {
    // A start that was killed before the operator was made comes here again.
    if ((await edit.trx.selectFrom('flow').select('id').executeTakeFirst()) !== undefined) return
    const objects = await knownObjects(edit.trx, { speech }, usable)
    const [id = 0] = await importFlows(edit, objects, { file: flowFile, mapping: flowMappingSchema.parse({}), author })
    // Without its interface it stays a draft: there is none where no secrets can be kept.
    if (usable.length === 0) return
    const parts = { settings, speech, interfaces: { usableBy: async () => usable }, flows: new KnownFlows() }
    const wanted = { id, baseRevision: 1, note: '演示', acceptWarnings: true, author, language: 'zh-CN', usable } as const
    await publishFlow(edit, parts, wanted)
    const route = { accessCode, extensionCode: demoFlowExtension, target: { kind: 'flow', flowId: id } } as const
    await calledRoutes.create(edit, calledRoute.input.parse(route), undefined)
  })
}
