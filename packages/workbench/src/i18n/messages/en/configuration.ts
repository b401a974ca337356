// Words of the configuration centre and of the operator's pages.
import { checks } from './checks.ts'
import { flows } from './flows.ts'
import { interfaces } from './interfaces.ts'
import { network } from './network.ts'
import { operator } from './operator.ts'
import { pages } from './pages.ts'
import { people } from './people.ts'
import { prompts } from './prompts.ts'
import { routing } from './routing.ts'
import { widgets } from './widgets.ts'

export const enConfiguration = {
  ...checks,
  ...flows,
  ...interfaces,
  ...network,
  ...operator,
  ...pages,
  ...people,
  ...prompts,
  ...routing,
  ...widgets,
}
