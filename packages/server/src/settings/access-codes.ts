// Access codes (接入码): what customers dial. The operator hands each to one tenant of the installation.

import { AppError, type AccessCode, type RouteBody } from '@openseat/contracts'
import { Mutex } from '../runtime/mutex.ts'
import type { HandlersOf } from '../http/handlers.ts'
import { refuseIfAny } from '../http/problem.ts'
import type { TenantTransaction } from '../store/tenant-store.ts'
import { actor, found, refuseUsed, type SettingsParts } from './checks.ts'
import type { Edit } from './settings.ts'
import { existing } from './tenants.ts'

type CodeRoute = 'listAccessCodes' | 'assignAccessCode' | 'withdrawAccessCode' | 'listOwnAccessCodes'

export function accessCodeHandlers(parts: SettingsParts): HandlersOf<CodeRoute> {
  const { settings } = parts
  // Two that are assigned at once must know of each other.
  const mutex = new Mutex()
  return {
    listAccessCodes: async ({ params }) => settings.read(await existing(parts, params.tenantId), readAccessCodes),
    listOwnAccessCodes: ({ person }) => settings.read(person.tenantId, readAccessCodes),
    assignAccessCode: async (call) => {
      const tenantId = await existing(parts, call.params.tenantId)
      return mutex.take('', async () => {
        await refuseAmbiguous(parts, tenantId, call.body.code)
        return settings.change(tenantId, actor(call), (edit) => assignCode(edit, call.body))
      })
    },
    withdrawAccessCode: async (call) =>
      settings.change(await existing(parts, call.params.tenantId), actor(call), (edit) => withdrawCode(edit, call.params.code)),
  }
}

/** What is dialled behind a code is an extension of its tenant: no code of another tenant may begin with it, nor it with theirs. */
async function refuseAmbiguous({ platform }: SettingsParts, tenantId: number, code: string): Promise<void> {
  const codes = await platform.accessCodes()
  refuseIfAny(codes.some((row) => row.code === code) ? [{ field: 'code', code: 'FIELD_TAKEN', params: { value: code } }] : [])
  const other = codes.find((row) => row.tenantId !== tenantId && (row.code.startsWith(code) || code.startsWith(row.code)))
  if (other === undefined) return
  const tenant = await platform.tenantById(other.tenantId)
  throw new AppError('ACCESS_CODE_AMBIGUOUS', { code, other: other.code, tenant: tenant?.name ?? other.tenantId })
}

export async function readAccessCodes(trx: TenantTransaction): Promise<AccessCode[]> {
  return trx.selectFrom('access_code').select(['code', 'media', 'tenant_id as tenantId']).orderBy('created_at').orderBy('code').execute()
}

export async function assignCode({ trx, tenantId, audit }: Edit, input: RouteBody<'assignAccessCode'>): Promise<AccessCode> {
  await trx
    .insertInto('access_code')
    .values({ tenant_id: tenantId, ...input })
    .execute()
  const after = { ...input, tenantId }
  audit({ action: 'create', objectType: 'accessCode', objectId: input.code, after })
  return after
}

async function withdrawCode({ trx, audit }: Edit, code: string): Promise<void> {
  const before = found(await trx.selectFrom('access_code').selectAll().where('code', '=', code).executeTakeFirst(), 'accessCode', code)
  const routes = await trx.selectFrom('called_route').select(['access_code', 'extension_code']).where('access_code', '=', code).execute()
  refuseUsed(
    routes.map((route) => route.access_code + route.extension_code),
    { object: 'accessCode', name: code },
  )
  await trx.deleteFrom('access_code').where('code', '=', code).execute()
  audit({ action: 'delete', objectType: 'accessCode', objectId: code, before: { code, media: before.media } })
}
