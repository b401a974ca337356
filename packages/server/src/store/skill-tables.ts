// The tables of what agents can and of when queues are open.

import type { skillGroup, workingHours } from '@openseat/contracts'
import type { Generated } from 'kysely'
import type { ResourceTable } from './resource-columns.ts'

interface AgentSkillTable {
  tenant_id: number
  agent_number: string
  queue_id: number
  level: Generated<number>
}

interface SkillGroupQueueTable {
  tenant_id: number
  group_id: number
  queue_id: number
  level: Generated<number>
  is_default: Generated<boolean>
}

export interface SkillTables {
  agent_skill: AgentSkillTable
  skill_group: ResourceTable<typeof skillGroup>
  skill_group_queue: SkillGroupQueueTable
  working_hours: ResourceTable<typeof workingHours>
}
