// Routes of what queues and agents share: skill groups and working hours.
import { z } from 'zod'
import { idText } from '../fields.ts'
import { skillGroupInputSchema, skillGroupSchema } from '../objects/skill-group.ts'
import { workingHoursInputSchema, workingHoursSchema } from '../objects/working-hours.ts'
import { listQuerySchema, pageOf } from '../rest/listing.ts'
import { defineRoute } from '../rest/route.ts'

const byId = z.strictObject({ id: idText })
const groupRead = ['skillQueue.read', 'skillQueue.manage', 'agent.read', 'agent.manage'] as const
const hoursRead = ['skillQueue.read', 'skillQueue.manage'] as const

export const skillRoutes = {
  listSkillGroups: defineRoute({
    method: 'GET',
    path: '/api/skill-groups',
    access: groupRead,
    tag: 'routing',
    summary: { zh: '技能组列表', en: 'List skill groups' },
    query: listQuerySchema,
    response: pageOf(skillGroupSchema),
  }),
  createSkillGroup: defineRoute({
    method: 'POST',
    path: '/api/skill-groups',
    access: ['skillQueue.manage'],
    tag: 'routing',
    summary: { zh: '新建技能组', en: 'Create a skill group' },
    body: skillGroupInputSchema,
    response: skillGroupSchema,
  }),
  getSkillGroup: defineRoute({
    method: 'GET',
    path: '/api/skill-groups/:id',
    access: groupRead,
    tag: 'routing',
    summary: { zh: '技能组详情', en: 'One skill group' },
    params: byId,
    response: skillGroupSchema,
  }),
  changeSkillGroup: defineRoute({
    method: 'PUT',
    path: '/api/skill-groups/:id',
    access: ['skillQueue.manage'],
    tag: 'routing',
    summary: { zh: '修改技能组', en: 'Change a skill group' },
    params: byId,
    body: skillGroupInputSchema,
    response: skillGroupSchema,
  }),
  deleteSkillGroup: defineRoute({
    method: 'DELETE',
    path: '/api/skill-groups/:id',
    access: ['skillQueue.manage'],
    tag: 'routing',
    summary: { zh: '删除技能组', en: 'Delete a skill group' },
    params: byId,
  }),
  listWorkingHours: defineRoute({
    method: 'GET',
    path: '/api/working-hours',
    access: hoursRead,
    tag: 'routing',
    summary: { zh: '工作时间列表', en: 'List working hours' },
    query: listQuerySchema,
    response: pageOf(workingHoursSchema),
  }),
  createWorkingHours: defineRoute({
    method: 'POST',
    path: '/api/working-hours',
    access: ['skillQueue.manage'],
    tag: 'routing',
    summary: { zh: '新建工作时间', en: 'Create working hours' },
    body: workingHoursInputSchema,
    response: workingHoursSchema,
  }),
  getWorkingHours: defineRoute({
    method: 'GET',
    path: '/api/working-hours/:id',
    access: hoursRead,
    tag: 'routing',
    summary: { zh: '工作时间详情', en: 'One set of working hours' },
    params: byId,
    response: workingHoursSchema,
  }),
  changeWorkingHours: defineRoute({
    method: 'PUT',
    path: '/api/working-hours/:id',
    access: ['skillQueue.manage'],
    tag: 'routing',
    summary: { zh: '修改工作时间', en: 'Change working hours' },
    params: byId,
    body: workingHoursInputSchema,
    response: workingHoursSchema,
  }),
  deleteWorkingHours: defineRoute({
    method: 'DELETE',
    path: '/api/working-hours/:id',
    access: ['skillQueue.manage'],
    tag: 'routing',
    summary: { zh: '删除工作时间', en: 'Delete working hours' },
    params: byId,
  }),
} as const
