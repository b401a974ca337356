// What flows need of the rest of the program.
import type { PageInterface } from '@openseat/contracts'
import type { Settings } from '../settings/settings.ts'
import type { TenantTransaction } from '../store/tenant-store.ts'

/** The tenant's library of prompts, and whether texts can be spoken. */
export interface FlowSpeech {
  /** Names by code. */
  readonly prompts: (trx: TenantTransaction) => Promise<ReadonlyMap<string, string>>
  readonly speaks: () => boolean
}

export interface FlowParts {
  readonly settings: Settings
  readonly interfaces: { usableBy(tenantId: number): Promise<readonly PageInterface[]> }
  readonly speech: FlowSpeech
}
