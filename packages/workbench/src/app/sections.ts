// The pages of the configuration centre and of the operator: address, title, who may see them. Rail, side menu and
// router are all drawn from these tables.
import type { Permission } from '@openseat/contracts'
import type { Component } from 'vue'

export interface Section {
  readonly path: string
  readonly titleKey: string
  readonly groupKey: string
  /** Any one of them is enough. */
  readonly permissions: readonly Permission[]
  readonly page: () => Promise<{ default: Component }>
}

/** A screen as a page is loaded: its file has it under this name. */
export const shown = (load: () => Promise<{ page: Component }>) => async (): Promise<{ default: Component }> => ({
  default: (await load()).page,
})

const people = { groupKey: 'configuration.group.people' }
const routing = { groupKey: 'configuration.group.routing' }
const pages = { groupKey: 'configuration.group.pages' }
const log = { groupKey: 'configuration.group.log' }

export const configurationSections: readonly Section[] = [
  {
    path: 'staff',
    titleKey: 'staff.title',
    ...people,
    permissions: ['staff.read', 'staff.manage'],
    page: shown(() => import('../features/configuration/staff/staff-screen.ts')),
  },
  {
    path: 'roles',
    titleKey: 'roles.title',
    ...people,
    permissions: ['staff.read', 'staff.manage', 'role.manage'],
    page: shown(() => import('../features/configuration/roles/role-screen.ts')),
  },
  {
    path: 'agents',
    titleKey: 'agents.title',
    ...people,
    permissions: ['agent.read', 'agent.manage'],
    page: shown(() => import('../features/configuration/agents/agent-screen.ts')),
  },
  {
    path: 'phones',
    titleKey: 'phones.title',
    ...people,
    permissions: ['phone.manage'],
    page: shown(() => import('../features/configuration/phones/phone-screen.ts')),
  },
  {
    path: 'skill-queues',
    titleKey: 'queues.title',
    ...routing,
    permissions: ['skillQueue.read', 'skillQueue.manage'],
    page: shown(() => import('../features/configuration/skill-queues/skill-queues-page.ts')),
  },
  {
    path: 'skill-groups',
    titleKey: 'groups.title',
    ...routing,
    permissions: ['skillQueue.read', 'skillQueue.manage'],
    page: shown(() => import('../features/configuration/skill-groups/skill-group-screen.ts')),
  },
  {
    path: 'working-hours',
    titleKey: 'hours.title',
    ...routing,
    permissions: ['skillQueue.read', 'skillQueue.manage'],
    page: shown(() => import('../features/configuration/working-hours/working-hours-screen.ts')),
  },
  {
    path: 'prompts',
    titleKey: 'prompts.title',
    ...routing,
    permissions: ['prompt.manage'],
    page: shown(() => import('../features/configuration/prompts/prompt-screen.ts')),
  },
  {
    path: 'pronunciations',
    titleKey: 'pronunciations.title',
    ...routing,
    permissions: ['prompt.manage'],
    page: shown(() => import('../features/configuration/pronunciations/pronunciation-screen.ts')),
  },
  {
    path: 'called-routes',
    titleKey: 'routes.title',
    ...routing,
    permissions: ['calledRoute.read', 'calledRoute.manage'],
    page: shown(() => import('../features/configuration/called-routes/called-route-screen.ts')),
  },
  {
    path: 'flows',
    titleKey: 'flows.title',
    ...routing,
    permissions: ['flow.read', 'flow.manage', 'flow.publish'],
    page: () => import('../features/configuration/flows/FlowsPage.vue'),
  },
  {
    path: 'widgets',
    titleKey: 'widgets.title',
    ...routing,
    permissions: ['widget.manage'],
    page: shown(() => import('../features/configuration/widgets/widget-screen.ts')),
  },
  {
    path: 'busy-reasons',
    titleKey: 'busyReasons.title',
    ...routing,
    permissions: ['busyReason.manage'],
    page: () => import('../features/configuration/busy-reasons/BusyReasonsPage.vue'),
  },
  {
    path: 'call-reasons',
    titleKey: 'reasons.title',
    ...routing,
    permissions: ['callReason.manage'],
    page: () => import('../features/configuration/call-reasons/CallReasonsPage.vue'),
  },
  {
    path: 'screen-pops',
    titleKey: 'pops.title',
    ...pages,
    permissions: ['screenPop.read', 'screenPop.manage'],
    page: () => import('../features/configuration/screen-pops/ScreenPopsPage.vue'),
  },
  {
    path: 'custom-pages',
    titleKey: 'customPages.title',
    ...pages,
    permissions: ['page.manage'],
    page: () => import('../features/configuration/custom-pages/CustomPagesPage.vue'),
  },
  {
    path: 'base-tables',
    titleKey: 'tables.title',
    ...pages,
    permissions: ['table.manage'],
    page: () => import('../features/configuration/base-tables/BaseTablesPage.vue'),
  },
  {
    path: 'data-tables',
    titleKey: 'rows.title',
    ...pages,
    permissions: ['tableData.read'],
    page: () => import('../features/configuration/data-tables/DataTablesPage.vue'),
  },
  {
    path: 'lab',
    titleKey: 'lab.title',
    ...pages,
    permissions: ['screenPop.read', 'screenPop.manage'],
    page: () => import('../features/configuration/lab/LabPage.vue'),
  },
  {
    path: 'allow-list',
    titleKey: 'addresses.title',
    ...pages,
    permissions: ['screenPop.read', 'screenPop.manage'],
    page: () => import('../features/configuration/allow-list/OwnAllowListPage.vue'),
  },
  {
    path: 'region',
    titleKey: 'region.title',
    ...log,
    permissions: ['region.manage'],
    page: () => import('../features/configuration/region/RegionPage.vue'),
  },
  {
    path: 'audit',
    titleKey: 'audit.title',
    ...log,
    permissions: ['audit.read'],
    page: () => import('../features/audit/AuditPage.vue'),
  },
]

export const operatorPermissions = [
  'tenant.manage',
  'allowList.manage',
  'systemParameter.manage',
  'trunk.manage',
  'customerInterface.manage',
] as const satisfies readonly Permission[]
export const configurationPermissions: readonly Permission[] = [...new Set(configurationSections.flatMap((section) => section.permissions))]
