// All migrations, oldest first. A released one is never edited; a change is a new file.

import type { Migration } from 'kysely/migration'
import { foundation } from './0001-foundation.ts'
import { callControl } from './0002-call-control.ts'
import { network } from './0003-network.ts'
import { records } from './0004-records.ts'
import { phoneBindings } from './0005-phone-bindings.ts'
import { widgets } from './0006-widgets.ts'
import { pageModes } from './0007-page-modes.ts'
import { pageChecks } from './0008-page-checks.ts'
import { baseTables } from './0009-base-tables.ts'
import { tableImports } from './0010-table-imports.ts'
import { customerInterfaces } from './0011-customer-interfaces.ts'
import { customPages } from './0012-custom-pages.ts'
import { baseRowStatistics } from './0013-base-row-statistics.ts'
import { noOpenOwner } from './0014-no-open-owner.ts'
import { programLease } from './0015-program-lease.ts'
import { supervision } from './0016-supervision.ts'
import { auditChain } from './0017-audit-chain.ts'
import { usedPasses } from './0018-used-passes.ts'
import { contactParts } from './0019-contact-parts.ts'
import { regions } from './0020-regions.ts'
import { numberForm } from './0021-number-form.ts'
import { numbers } from './0023-numbers.ts'
import { workingHoursAndSkillGroups } from './0026-working-hours-and-skill-groups.ts'
import { partVersions } from './0029-part-versions.ts'
import { pageGrants } from './0030-page-grants.ts'

export const migrations: Readonly<Record<string, Migration>> = {
  '0001-foundation': foundation,
  '0002-call-control': callControl,
  '0003-network': network,
  '0004-records': records,
  '0005-phone-bindings': phoneBindings,
  '0006-widgets': widgets,
  '0007-page-modes': pageModes,
  '0008-page-checks': pageChecks,
  '0009-base-tables': baseTables,
  '0010-table-imports': tableImports,
  '0011-customer-interfaces': customerInterfaces,
  '0012-custom-pages': customPages,
  '0013-base-row-statistics': baseRowStatistics,
  '0014-no-open-owner': noOpenOwner,
  '0015-program-lease': programLease,
  '0016-supervision': supervision,
  '0017-audit-chain': auditChain,
  '0018-used-passes': usedPasses,
  '0019-contact-parts': contactParts,
  '0020-regions': regions,
  '0021-number-form': numberForm,
  '0023-numbers': numbers,
  '0026-working-hours-and-skill-groups': workingHoursAndSkillGroups,
  '0029-part-versions': partVersions,
  '0030-page-grants': pageGrants,
}
