// The tenant's screen pops, set up anew by a story: only those that it names.
import { RestClient } from './rest-client.ts'

type PopInput = Parameters<typeof RestClient.prototype.call<'createScreenPop'>>[1]
type PopBody = NonNullable<NonNullable<PopInput>['body']>

/** Puts the origin on the demo tenant's allowlist. */
export async function allowOrigin(workbench: string, origin: string): Promise<void> {
  const operator = await RestClient.logIn(workbench, 'operator')
  const { items } = await operator.call('listTenants')
  const tenantId = items.find(({ code }) => code === 'demo')?.id ?? 0
  await operator.call('addAllowListEntry', { params: { tenantId }, body: { origin, note: 'story' } })
}

/** The tenant's pops are these from now on, in this order. Returns their ids. */
export async function setPops(workbench: string, pops: readonly Omit<PopBody, 'workbenchKind'>[]): Promise<number[]> {
  const admin = await RestClient.logIn(workbench, 'admin@demo')
  const { items } = await admin.call('listScreenPops')
  for (const { id } of items) await admin.call('deleteScreenPop', { params: { id } })
  const ids: number[] = []
  for (const pop of pops) {
    const { id } = await admin.call('createScreenPop', { body: { workbenchKind: 'audioVideo', ...pop } })
    await admin.call('enableScreenPop', { params: { id }, body: { enabled: true } })
    ids.push(id)
  }
  return ids
}
