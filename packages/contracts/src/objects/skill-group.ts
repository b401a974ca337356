// Skill groups (技能组): queues with a level, given to agents together. Of each type of queue one is the default.
import { z } from 'zod'
import { id, text, versionNumber, whole } from '../fields.ts'
import { limits } from '../limits.ts'
import { queueTypes } from './routing.ts'

export const skillGroupInputSchema = z
  .strictObject({
    name: text(limits.skillGroupName),
    description: text(limits.skillGroupDescription).default(''),
    queues: z
      .array(
        z.strictObject({
          queueId: id,
          level: whole(limits.skillLevel).default(limits.skillLevel.default),
          /** Agents of the group dial with it. Where no queue of a type is, the first of the type becomes it. */
          isDefault: z.boolean().default(false),
        }),
      )
      .min(1)
      .max(limits.skillGroupQueues),
    version: versionNumber.optional(),
  })
  .check(({ value, issues }) => {
    for (const [index, { queueId }] of value.queues.entries()) {
      if (value.queues.findIndex((queue) => queue.queueId === queueId) === index) continue
      issues.push({
        code: 'custom',
        path: ['queues', index, 'queueId'],
        message: 'FIELD_TAKEN',
        params: { value: queueId },
        input: queueId,
      })
    }
  })
export type SkillGroupInput = z.input<typeof skillGroupInputSchema>

export const skillGroupSchema = z.object({
  id,
  name: z.string(),
  description: z.string(),
  queues: z.array(z.object({ queueId: id, queueName: z.string(), type: z.enum(queueTypes), level: z.int(), isDefault: z.boolean() })),
  agentCount: z.int(),
  version: z.int(),
})
export type SkillGroup = z.output<typeof skillGroupSchema>
