// Permissions, and the built-in roles made of them. A role is a set of permissions; nothing else grants anything.

export const permissions = {
  // Operator (platform)
  'tenant.manage': { zh: '管理租户', en: 'Manage tenants' },
  'allowList.manage': { zh: '管理地址白名单', en: 'Manage the address allowlist' },
  'systemParameter.manage': { zh: '管理系统参数', en: 'Manage system parameters' },
  'trunk.manage': { zh: '管理中继与外呼路由', en: 'Manage trunks and outbound routes' },
  'customerInterface.manage': { zh: '管理客户信息接口', en: 'Manage customer interfaces' },
  'platform.health': { zh: '查看平台健康', en: 'See platform health' },
  // Tenant
  'region.manage': { zh: '管理国家、号码与时区', en: 'Manage country, numbers and time zone' },
  'staff.read': { zh: '查看员工', en: 'See staff' },
  'staff.manage': { zh: '管理员工', en: 'Manage staff' },
  'role.manage': { zh: '管理角色', en: 'Manage roles' },
  'agent.read': { zh: '查看座席', en: 'See agents' },
  'agent.manage': { zh: '管理座席', en: 'Manage agents' },
  'skillQueue.read': { zh: '查看技能队列', en: 'See skill queues' },
  'skillQueue.manage': { zh: '管理技能队列', en: 'Manage skill queues' },
  'prompt.manage': { zh: '管理语音与读音', en: 'Manage prompts and pronunciations' },
  'calledRoute.read': { zh: '查看被叫配置', en: 'See called routes' },
  'calledRoute.manage': { zh: '管理被叫配置', en: 'Manage called routes' },
  'phone.manage': { zh: '管理话机', en: 'Manage phones' },
  'widget.manage': { zh: '管理网页呼叫组件', en: 'Manage web call widgets' },
  'screenPop.read': { zh: '查看弹屏', en: 'See screen pops' },
  'screenPop.manage': { zh: '管理弹屏', en: 'Manage screen pops' },
  'flow.read': { zh: '查看流程', en: 'See flows' },
  'flow.manage': { zh: '编辑流程', en: 'Edit flows' },
  'flow.publish': { zh: '发布流程', en: 'Publish flows' },
  'page.manage': { zh: '管理页面配置', en: 'Manage custom pages' },
  'table.manage': { zh: '管理基础表', en: 'Manage base tables' },
  'tableData.read': { zh: '查看数据表', en: 'See data tables' },
  'tableData.manage': { zh: '管理数据表', en: 'Manage data tables' },
  'tableData.reveal': { zh: '查看数据表的隐藏值', en: 'See hidden values of data tables' },
  'busyReason.manage': { zh: '管理示忙原因', en: 'Manage busy reasons' },
  'record.readOwn': { zh: '查看自己的接触记录', en: 'See one’s own contact records' },
  'record.readAll': { zh: '查看全部接触记录', en: 'See all contact records' },
  'recording.play': { zh: '播放录音', en: 'Play recordings' },
  'recording.delete': { zh: '删除录音', en: 'Delete recordings' },
  'callReason.manage': { zh: '管理来电原因', en: 'Manage call reasons' },
  'number.reveal': { zh: '查看完整号码', en: 'See numbers unmasked' },
  'call.supervise': { zh: '监听与干预通话', en: 'Supervise calls and agents' },
  'audit.read': { zh: '查看审计日志', en: 'Read the audit log' },
  'workbench.use': { zh: '使用座席工作台', en: 'Use the agent workbench' },
} as const satisfies Record<string, { zh: string; en: string }>

export type Permission = keyof typeof permissions
export const permissionNames = Object.keys(permissions) as Permission[]

/** Permissions that only staff of the platform (tenant 0) may hold. */
export const platformPermissions = [
  'tenant.manage',
  'allowList.manage',
  'systemParameter.manage',
  'trunk.manage',
  'customerInterface.manage',
  'platform.health',
] as const satisfies readonly Permission[]

const isPlatform = (name: Permission): boolean => (platformPermissions as readonly Permission[]).includes(name)

export interface BuiltinRole {
  readonly key: string
  readonly zh: string
  readonly en: string
  readonly platform: boolean
  readonly permissions: readonly Permission[]
}

export const builtinRoles = [
  {
    key: 'operator',
    zh: '运营管理员',
    en: 'Operator',
    platform: true,
    permissions: [...platformPermissions, 'staff.read', 'staff.manage', 'role.manage', 'audit.read'],
  },
  {
    key: 'tenantAdmin',
    zh: '租户管理员',
    en: 'Tenant administrator',
    platform: false,
    permissions: permissionNames.filter((name) => !isPlatform(name)),
  },
  {
    key: 'agent',
    zh: '座席',
    en: 'Agent',
    platform: false,
    permissions: ['workbench.use', 'record.readOwn'],
  },
  {
    key: 'inspector',
    zh: '质检员',
    en: 'Inspector',
    platform: false,
    permissions: [
      'workbench.use',
      'record.readOwn',
      'record.readAll',
      'recording.play',
      'number.reveal',
      'agent.read',
      'skillQueue.read',
      'tableData.read',
      'call.supervise',
    ],
  },
] as const satisfies readonly BuiltinRole[]
