// The demo tenant's call button, on the example enterprise's shop. Its key is made like any other; the example's server,
// which stands for the company's, is handed it by the start of the demo. Never in production.
import { widget } from '@openseat/contracts'
import type { SecretBox } from '../access/secret-box.ts'
import type { PlatformStore } from '../store/platform-store.ts'
import type { Edit, Settings } from '../settings/settings.ts'
import { makeKey, widgetKeyPurpose, widgets } from '../settings/widgets.ts'

const name = '商城网页呼叫'

export interface DemoShop {
  /** Where the enterprise's pages are. */
  readonly enterpriseOrigin: string
  readonly accessCode: string
}

export async function addDemoWidget(edit: Edit, secrets: SecretBox, { enterpriseOrigin, accessCode }: DemoShop): Promise<void> {
  const input = widget.input.parse({ name, accessCode, media: 'both', origins: [enterpriseOrigin] })
  await widgets.create(edit, input, makeKey(secrets))
}

export interface DemoWidget {
  readonly publicId: string
  readonly key: string
}

/** Undefined where the administrator removed it, or its keys. */
export async function demoWidget(settings: Settings, platform: PlatformStore, secrets: SecretBox): Promise<DemoWidget | undefined> {
  const tenant = await platform.tenantByCode('demo')
  if (tenant === undefined) return undefined
  const row = await settings.read(tenant.id, (trx) =>
    trx.selectFrom('widget').select(['public_id', 'keys']).where('name', '=', name).executeTakeFirst(),
  )
  const newest = row?.keys.at(-1)
  return row && newest && { publicId: row.public_id, key: secrets.open(newest.sealed, widgetKeyPurpose) }
}
