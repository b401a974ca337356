// Small checks that all configuration objects share.

import { AppError, type AgentStateKind, type FieldProblem, type Page } from '@openseat/contracts'
import { type RawBuilder, sql } from 'kysely'
import type { Person } from '../access/person.ts'
import type { CallContext } from '../http/handlers.ts'
import type { PlatformStore } from '../store/platform-store.ts'
import type { TenantTransaction } from '../store/tenant-store.ts'
import type { NetworkParts } from './network-parts.ts'
import { type Actor, actorOf, type Settings } from './settings.ts'

export interface SettingsParts {
  readonly settings: Settings
  readonly platform: PlatformStore
  /** Absent: there is no telephone network, and no password of a trunk can be kept. */
  readonly network?: NetworkParts
  /** Absent where nobody works: at the first start, and in tools. */
  readonly live?: LiveDesk
  /** Hears of each account that was opened again, by what its person types to log in. */
  readonly unlocked?: (login: string) => void
}

/** What goes on now, for settings that must not be changed under it. */
export interface LiveDesk {
  agentState(tenantId: number, agentNumber: string): Promise<AgentStateKind>
  /** Waiting in the queue, or ringing an agent for it. */
  callersIn(tenantId: number, queueId: number): Promise<number>
}

export interface Caller {
  readonly person: Person
  readonly context: CallContext
}

export const actor = ({ person, context }: Caller): Actor => actorOf(person, context.address)

/** The object that an address names, or a 404 that says which. */
export function found<T>(row: T | undefined, object: string, id: string | number): T {
  if (row === undefined) throw new AppError('OBJECT_NOT_FOUND', { object, id })
  return row
}

interface Versioned {
  readonly version: number
}

/** Refuses a change made from an older state than the stored one; without an expected version the last one wins. */
export function refuseStale(stored: Versioned, expected: number | undefined, named: { object: string; name: string }): void {
  if (expected !== undefined && expected !== stored.version) throw new AppError('OBJECT_CHANGED', named)
}

/** Refuses a deletion and names what depends on the object. */
export function refuseUsed(users: readonly string[], named: { object: string; name: string }): void {
  if (users.length > 0) throw new AppError('OBJECT_IN_USE', { ...named, users: shortened(users) })
}

function shortened(users: readonly string[]): string {
  const shown = users.slice(0, 5).join(', ')
  return users.length > 5 ? `${shown} … (${users.length})` : shown
}

interface Taken {
  readonly table: 'screen_pop' | 'base_table' | 'flow' | 'customer_interface' | 'custom_page'
  readonly column: 'name'
  readonly value: string
  /** The object itself keeps its name. */
  readonly except?: number | undefined
}

/** A problem when another object of the tenant has the name, whatever its letters' case. */
export async function takenProblem(trx: TenantTransaction, taken: Taken): Promise<FieldProblem[]> {
  const same = sql<boolean>`lower(${sql.ref(taken.column)}) = lower(${taken.value})`
  const row = await trx
    .selectFrom(taken.table)
    .select('id')
    .where(same)
    .where('id', '<>', taken.except ?? 0)
    .executeTakeFirst()
  return row === undefined ? [] : [{ field: taken.column, code: 'FIELD_TAKEN', params: { value: taken.value } }]
}

export const nextVersion: RawBuilder<number> = sql<number>`version + 1`

export function mapPage<A, B>(page: Page<A>, map: (item: A) => B): Page<B> {
  return { items: page.items.map(map), total: page.total }
}

export const unknownReference = (field: string, value: string | number): FieldProblem => ({
  field,
  code: 'FIELD_REFERENCE',
  params: { value },
})
