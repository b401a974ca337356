// Routes of the page author's lab.
import { labRunInputSchema, labRunSchema } from '../objects/lab.ts'
import { defineRoute } from '../rest/route.ts'

export const labRoutes = {
  startLabRun: defineRoute({
    method: 'POST',
    path: '/api/lab/runs',
    access: ['screenPop.read', 'screenPop.manage'],
    tag: 'screen-pops',
    summary: { zh: '在集成调试台打开页面', en: 'Open a page in the lab' },
    body: labRunInputSchema,
    response: labRunSchema,
  }),
} as const
