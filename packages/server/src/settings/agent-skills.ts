// Which queues an agent serves: the agent's own, or those of the agent's group that the agent's type can. Both are written down.

import { serves } from '@openseat/contracts'
import type { AgentFields } from './agent-rules.ts'
import type { Edit } from './settings.ts'

type Skill = AgentFields['skills'][number]

export async function setSkills(edit: Edit, agentNumber: string, { skills, skillGroupId }: AgentFields): Promise<void> {
  if (skillGroupId === null) await writeSkills(edit, agentNumber, skills)
  else await giveGroupSkills(edit, { groupId: skillGroupId, agentNumber })
}

/** To all agents of the group, or to the one that is named. */
export async function giveGroupSkills(edit: Edit, { groupId, agentNumber }: { groupId: number; agentNumber?: string }): Promise<void> {
  const { trx } = edit
  const queues = await trx
    .selectFrom('skill_group_queue as k')
    .innerJoin('skill_queue as q', (join) => join.onRef('q.tenant_id', '=', 'k.tenant_id').onRef('q.id', '=', 'k.queue_id'))
    .select(['k.queue_id as queueId', 'k.level', 'q.type'])
    .where('k.group_id', '=', groupId)
    .execute()
  const agents = trx.selectFrom('agent').select(['agent_number', 'kind']).where('skill_group_id', '=', groupId)
  for (const agent of await (agentNumber === undefined ? agents : agents.where('agent_number', '=', agentNumber)).execute()) {
    const served = queues.filter(({ type }) => serves(agent.kind, type))
    await writeSkills(edit, agent.agent_number, served)
  }
}

async function writeSkills({ trx, tenantId }: Edit, agentNumber: string, skills: readonly Skill[]): Promise<void> {
  await trx.deleteFrom('agent_skill').where('agent_number', '=', agentNumber).execute()
  const rows = skills.map((skill) => ({ tenant_id: tenantId, agent_number: agentNumber, queue_id: skill.queueId, level: skill.level }))
  if (rows.length > 0) await trx.insertInto('agent_skill').values(rows).execute()
}
