// Routes of what queues and agents share: skill groups and working hours.
import { skillGroup } from '../objects/skill-group.ts'
import { workingHours } from '../objects/working-hours.ts'

export const skillRoutes = { ...skillGroup.routes, ...workingHours.routes } as const
