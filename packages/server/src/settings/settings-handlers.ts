// All configuration routes in one table, for app.ts to join with the others.

import { accessCodeHandlers } from './access-codes.ts'
import { agentHandlers } from './agents.ts'
import { allowListHandlers } from './allow-list.ts'
import { auditHandlers } from './audit-log.ts'
import { busyReasonHandlers } from './busy-reasons.ts'
import { callReasonHandlers } from './call-reasons.ts'
import { calledRouteHandlers } from './called-routes.ts'
import type { SettingsParts } from './checks.ts'
import { callFlowHandlers } from './flow-references.ts'
import { outboundRouteHandlers } from './outbound-routes.ts'
import { phoneHandlers } from './phones.ts'
import { regionHandlers } from './region.ts'
import { roleHandlers } from './roles.ts'
import { screenPopHandlers } from './screen-pops.ts'
import { skillGroupHandlers } from './skill-groups.ts'
import { skillQueueHandlers } from './skill-queues.ts'
import { staffHandlers } from './staff.ts'
import { systemParameterHandlers } from './system-parameters.ts'
import { tenantHandlers } from './tenants.ts'
import { trunkHandlers } from './trunks.ts'
import { widgetHandlers } from './widgets.ts'
import { workingHoursHandlers } from './working-hours.ts'

export function settingsHandlers(parts: SettingsParts) {
  return {
    ...tenantHandlers(parts),
    ...systemParameterHandlers(parts),
    ...regionHandlers(parts),
    ...accessCodeHandlers(parts),
    ...allowListHandlers(parts),
    ...staffHandlers(parts),
    ...roleHandlers(parts),
    ...agentHandlers(parts),
    ...skillQueueHandlers(parts),
    ...skillGroupHandlers(parts),
    ...workingHoursHandlers(parts),
    ...calledRouteHandlers(parts),
    ...callFlowHandlers(parts),
    ...screenPopHandlers(parts),
    ...busyReasonHandlers(parts),
    ...callReasonHandlers(parts),
    ...trunkHandlers(parts),
    ...outboundRouteHandlers(parts),
    ...phoneHandlers(parts),
    ...widgetHandlers(parts),
    ...auditHandlers(parts),
  }
}
