// The list of skill queues, as the router shows it.
import { resourcePage } from '../../../resource/resource-page.ts'
import { skillQueueScreen } from './skill-queue-screen.ts'

export const page = resourcePage(skillQueueScreen)
