// The tables of what agents can and of when queues are open.

import type { SpecialDay, WeeklyRange } from '@openseat/contracts'
import type { Generated } from 'kysely'
import type { JsonDefault } from './column-types.ts'

interface AgentSkillTable {
  tenant_id: number
  agent_number: string
  queue_id: number
  level: Generated<number>
}

interface SkillGroupTable {
  tenant_id: number
  id: Generated<number>
  name: string
  description: Generated<string>
  version: Generated<number>
}

interface SkillGroupQueueTable {
  tenant_id: number
  group_id: number
  queue_id: number
  level: Generated<number>
  is_default: Generated<boolean>
}

interface WorkingHoursTable {
  tenant_id: number
  id: Generated<number>
  name: string
  weekly: JsonDefault<WeeklyRange[]>
  special_days: JsonDefault<SpecialDay[]>
  version: Generated<number>
}

export interface SkillTables {
  agent_skill: AgentSkillTable
  skill_group: SkillGroupTable
  skill_group_queue: SkillGroupQueueTable
  working_hours: WorkingHoursTable
}
