import { agent } from './agent.ts'
import { checks } from './checks.ts'
import { customPages } from './custom-pages.ts'
import { interfaces } from './interfaces.ts'
import { lab } from './lab.ts'
import { network } from './network.ts'
import { operator } from './operator.ts'
import { pages } from './pages.ts'
import { people } from './people.ts'
import { records } from './records.ts'
import { routing } from './routing.ts'
import { shell } from './shell.ts'
import { tables } from './tables.ts'
import { ui } from './ui.ts'
import { widgets } from './widgets.ts'
import { wrapUp } from './wrap-up.ts'

export const en = {
  ...shell,
  ...ui,
  ...people,
  ...routing,
  ...pages,
  ...tables,
  ...checks,
  ...customPages,
  ...lab,
  ...operator,
  ...network,
  ...interfaces,
  ...records,
  ...agent,
  ...wrapUp,
  ...widgets,
}
