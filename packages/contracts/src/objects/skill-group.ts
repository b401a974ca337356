// Skill groups (技能组): queues with a level, given to agents together. Of each type of queue one is the default.
import { z } from 'zod'
import { id, text, whole } from '../fields.ts'
import { limits } from '../limits.ts'
import { fact, relatedField, textField } from '../resource/fields.ts'
import { defineResource, type ObjectOf } from '../resource/resource.ts'
import { queueTypes } from './routing.ts'

const groupQueue = z.strictObject({
  queueId: id,
  level: whole(limits.skillLevel).default(limits.skillLevel.default),
  /** Agents of the group dial with it. Where no queue of a type is, the first of the type becomes it. */
  isDefault: z.boolean().default(false),
})

export const skillGroup = defineResource(
  {
    name: 'skillGroup',
    plural: 'SkillGroups',
    table: 'skill_group',
    scope: 'tenant',
    path: '/api/skill-groups',
    access: { read: ['skillQueue.read', 'skillQueue.manage', 'agent.read', 'agent.manage'], manage: ['skillQueue.manage'] },
    tag: 'routing',
    english: { a: 'a skill group', many: 'skill groups' },
    fields: {
      name: textField(text(limits.skillGroupName), { limit: limits.skillGroupName }),
      description: textField(text(limits.skillGroupDescription).default(''), { limit: limits.skillGroupDescription }),
      queues: relatedField(
        z.array(groupQueue).min(1).max(limits.skillGroupQueues),
        z.array(z.object({ queueId: id, queueName: z.string(), type: z.enum(queueTypes), level: z.int(), isDefault: z.boolean() })),
      ),
      agentCount: fact(z.int()),
    },
    list: { search: ['name', 'description'], sort: ['name', 'id'], first: 'name' },
    get: true,
    limit: limits.skillGroupsPerTenant,
    unique: ['name'],
  },
  {
    named: ({ name }) => name,
    rule: ({ queues }, refuse) => {
      for (const [index, { queueId }] of queues.entries()) {
        const first = queues.findIndex((queue) => queue.queueId === queueId)
        if (first !== index) refuse(['queues', index, 'queueId'], 'FIELD_TAKEN', { value: queueId })
      }
    },
  },
)
export type SkillGroup = ObjectOf<typeof skillGroup>
