// Which requests are new work, that is refused while there is too much to do; see Overload.

import type { RouteName } from '@openseat/contracts'
import type { NewWork } from '../load/overload.ts'

/** Long work that can be done later. */
const heavyRoutes: ReadonlySet<RouteName> = new Set([
  'dryRunScreenPop',
  'exportTableRows',
  'listAudit',
  'listContacts',
  'listTableRows',
  'previewCustomPage',
  'previewScreenPop',
  'previewTableImport',
  'startTableImport',
  'testCustomerInterface',
])

export const newWorkOf = (name: RouteName): NewWork | undefined =>
  name === 'logIn' ? 'logIn' : heavyRoutes.has(name) ? 'heavyRequest' : undefined
