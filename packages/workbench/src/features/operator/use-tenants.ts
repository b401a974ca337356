// Tenants as the operator keeps them: list, opening, changing, suspending.
import { limits, tenantChangeSchema, tenantInputSchema, type RouteResponse, type Tenant, type TenantInput } from '@openseat/contracts'
import { call } from '../../api/call.ts'
import { i18n } from '../../i18n/language.ts'
import type { DangerousAction } from '../../ui/dangerous-action.ts'
import { useForm } from '../../ui/use-form.ts'
import { listParams, useList } from '../../ui/use-list.ts'

export const agentCounts = ['audio', 'video', 'multimedia', 'universal'] as const

export const useTenantList = () => useList((question, signal) => call('listTenants', { query: listParams(question), signal }))

const noAgents = { audio: 0, video: 0, multimedia: 0, universal: 0 }

export function useOpenTenantForm(onOpened: (opened: RouteResponse<'openTenant'>) => void) {
  return useForm<TenantInput>({
    schema: () => tenantInputSchema,
    values: {
      code: '',
      name: '',
      adminAccount: 'admin',
      adminName: '',
      purchased: { ...noAgents },
      agentNumberFrom: limits.agentNumber.min,
      agentNumberTo: limits.agentNumber.max,
    },
    send: async (body) => onOpened(await call('openTenant', { body })),
  })
}

export function useTenantForm(tenant: Tenant) {
  const { name, purchased, agentNumberFrom, agentNumberTo } = tenant
  return useForm({
    schema: () => tenantChangeSchema,
    values: { name, purchased: { ...purchased }, agentNumberFrom, agentNumberTo },
    send: async (values) => {
      await call('changeTenant', { params: { tenantId: tenant.id }, body: { ...values, version: tenant.version } })
    },
  })
}

export function suspending(tenant: Tenant): DangerousAction {
  const { t } = i18n.global
  return {
    title: t('tenants.suspendTitle', { name: tenant.name }),
    consequence: t('tenants.suspendConsequence'),
    verb: t('tenants.suspendVerb'),
    removes: false,
    perform: () => call('suspendTenant', { params: { tenantId: tenant.id } }),
  }
}

export function resettingAdmin(tenant: Tenant, onReset: (result: RouteResponse<'resetAdminPassword'>) => void): DangerousAction {
  const { t } = i18n.global
  return {
    title: t('tenants.resetTitle', { name: tenant.name }),
    consequence: t('staff.resetConsequence'),
    verb: t('staff.resetVerb'),
    removes: false,
    perform: async () => onReset(await call('resetAdminPassword', { params: { tenantId: tenant.id } })),
  }
}
