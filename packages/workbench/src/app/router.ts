// Addresses and the guard in front of them. Pages load when they are first shown.
import type { Permission } from '@openseat/contracts'
import { createRouter, createWebHistory, type Router, type RouteRecordRaw } from 'vue-router'
import { i18n, loadConfigurationWords } from '../i18n/language.ts'
import { detour } from './access.ts'
import { recordPermissions, voicemailPermissions } from '../session/permissions.ts'
import { configurationSections, operatorPermissions, shown } from './sections.ts'
import type { useSession } from '../session/session.ts'

declare module 'vue-router' {
  interface RouteMeta {
    titleKey?: string
    permissions?: readonly Permission[]
    isPublic?: boolean
  }
}

const configurationRoutes: RouteRecordRaw[] = [
  ...configurationSections.map((section) => ({
    path: section.path,
    component: section.page,
    meta: { titleKey: section.titleKey, permissions: section.permissions },
  })),
  {
    path: 'skill-queues/:id(\\d+|new)',
    component: () => import('../features/configuration/skill-queues/SkillQueueFormPage.vue'),
    props: true,
    meta: { titleKey: 'queues.title', permissions: ['skillQueue.read', 'skillQueue.manage'] },
  },
  {
    path: 'flows/:id(\\d+)',
    component: () => import('../features/configuration/flows/FlowEditorPage.vue'),
    props: true,
    meta: { titleKey: 'flows.title', permissions: ['flow.read', 'flow.manage', 'flow.publish'] },
  },
  {
    path: 'custom-pages/:id(\\d+|new)',
    component: () => import('../features/configuration/custom-pages/CustomPageEditorPage.vue'),
    props: true,
    meta: { titleKey: 'customPages.title', permissions: ['page.manage'] },
  },
]

const tenantPages = () => import('../features/operator/TenantPage.vue')
const operatorRoutes: RouteRecordRaw[] = [
  { path: '', redirect: '/operator/tenants' },
  {
    path: 'tenants',
    component: () => import('../features/operator/TenantsPage.vue'),
    meta: { titleKey: 'tenants.title', permissions: operatorPermissions },
  },
  {
    path: 'address-requests',
    component: () => import('../features/operator/AddressRequestsPage.vue'),
    meta: { titleKey: 'requests.title', permissions: ['allowList.manage'] },
  },
  {
    path: 'trunks',
    component: shown(() => import('../features/operator/trunk-screen.ts')),
    meta: { titleKey: 'trunks.title', permissions: ['trunk.manage'] },
  },
  {
    path: 'outbound-routes',
    component: shown(() => import('../features/operator/outbound-route-screen.ts')),
    meta: { titleKey: 'outbound.title', permissions: ['trunk.manage'] },
  },
  {
    path: 'interfaces',
    component: () => import('../features/operator/interfaces/InterfacesPage.vue'),
    meta: { titleKey: 'interfaces.title', permissions: ['customerInterface.manage'] },
  },
  {
    path: 'interfaces/:interfaceId(\\d+|new)',
    component: () => import('../features/operator/interfaces/InterfaceFormPage.vue'),
    props: true,
    meta: { titleKey: 'interfaces.title', permissions: ['customerInterface.manage'] },
  },
  { path: 'tenants/:tenantId(\\d+)', redirect: (to) => `${to.path}/access-codes` },
  {
    path: 'tenants/:tenantId(\\d+)/:tab(access-codes|allow-list|region|system-parameters)',
    component: tenantPages,
    props: true,
    meta: { titleKey: 'tenants.title', permissions: operatorPermissions },
  },
]

const inShell: RouteRecordRaw[] = [
  {
    path: 'workbench/:rest(.*)*',
    component: () => import('./WorkbenchRoute.vue'),
    meta: { titleKey: 'shell.rail.workbench', permissions: ['workbench.use'] },
  },
  {
    path: 'inspector',
    component: () => import('../features/inspector/InspectorPage.vue'),
    meta: { titleKey: 'board.title', permissions: ['workbench.use'] },
  },
  {
    path: 'records/:callId?',
    component: () => import('../features/records/RecordsPage.vue'),
    meta: { titleKey: 'records.title', permissions: recordPermissions },
  },
  {
    path: 'voicemail',
    component: () => import('../features/voicemail/VoicemailPage.vue'),
    meta: { titleKey: 'voicemail.title', permissions: voicemailPermissions },
  },
  { path: 'configuration', component: () => import('./ConfigurationLayout.vue'), children: configurationRoutes },
  { path: 'operator', children: operatorRoutes },
  { path: ':rest(.*)*', component: () => import('./NotFoundPage.vue'), meta: { titleKey: 'shell.notFound.title' } },
]

const routes: RouteRecordRaw[] = [
  { path: '/login', component: () => import('../features/login/LoginPage.vue'), meta: { titleKey: 'login.title', isPublic: true } },
  { path: '/password', component: () => import('../features/login/PasswordPage.vue'), meta: { titleKey: 'password.title' } },
  { path: '/phone', component: () => import('../features/phone/PhonePage.vue'), meta: { titleKey: 'shell.phone', isPublic: true } },
  { path: '/', component: () => import('./AppShell.vue'), children: inShell },
]

export function createAppRouter(session: ReturnType<typeof useSession>, mayLeave: () => Promise<boolean>): Router {
  const router = createRouter({ history: createWebHistory(), routes })

  router.beforeEach(async (to, from) => {
    if (to.path !== from.path && !(await mayLeave())) return false
    if (!session.asked && !to.path.startsWith('/phone')) await session.load()
    if (session.failure) return false
    return detour({ path: to.path, fullPath: to.fullPath, isPublic: to.meta.isPublic ?? false }, session.me) ?? true
  })

  router.beforeResolve((to) => (/^\/(configuration|operator)(\/|$)/.test(to.path) ? loadConfigurationWords() : undefined))

  router.afterEach((to) => {
    const title = to.meta.titleKey === undefined ? '' : `${i18n.global.t(to.meta.titleKey)} · `
    document.title = `${title}OpenSeat 开席`
  })
  return router
}
