// Changes of a declared resource, inside a change of the settings: what may not be, the rows, the audit entry.

import { type ChangeOf, type FieldProblem, type InputOf, type ObjectOf, type Resource } from '@openseat/contracts'
import { sql } from 'kysely'
import { refuseIfAny } from '../http/problem.ts'
import type { TenantTransaction } from '../store/tenant-store.ts'
import { nextVersion, refuseStale, refuseUsed } from './checks.ts'
import type { Edit } from './settings.ts'
import { anyTable, type Reading, ResourceRows } from './resource-rows.ts'

/** What a request writes: of a new object also what never changes. */
export type Written<R extends Resource> = ChangeOf<R> & Partial<InputOf<R>>

export interface Proposal<R extends Resource, Given> {
  readonly edit: Edit
  readonly input: Written<R>
  /** Undefined: the object is new. */
  readonly before: ObjectOf<R> | undefined
  /** What the handler brings that is not in the tenant's rows: who asks, secrets, what goes on now. */
  readonly given: Given
}

/** The server's part of a resource: what no declaration can say. */
export interface ResourceRules<R extends Resource, Given = undefined> extends Reading<R> {
  /** Refuses, before anything else is looked at, a change or deletion of what may not be touched. */
  readonly guard?: (edit: Edit, before: ObjectOf<R>, given: Given) => void | Promise<void>
  /** Fields that this object cannot be without, though the schema lets them be empty. */
  readonly missing?: (proposal: Proposal<R, Given>) => readonly string[]
  /** Problems with what others the request names, and with what is there. */
  readonly check?: (proposal: Proposal<R, Given>) => FieldProblem[] | Promise<FieldProblem[]>
  /** Columns that the declaration does not know, such as sealed secrets. */
  readonly columns?: (proposal: Proposal<R, Given>) => Readonly<Record<string, unknown>>
  /** Stores what the object has in other tables. */
  readonly save?: (proposal: Proposal<R, Given>, key: string | number) => Promise<void>
  /** Names of what depends on the object. */
  readonly users?: (trx: TenantTransaction, before: ObjectOf<R>, given: Given) => Promise<readonly string[]>
  /** Refuses the deletion of what nothing depends on. */
  readonly beforeDelete?: (edit: Edit, before: ObjectOf<R>, given: Given) => void | Promise<void>
  /** What the audit log keeps of the object; without it, all. */
  readonly audited?: (object: ObjectOf<R>) => object
  /** Said of a change beside the object. */
  readonly auditedChange?: (proposal: Proposal<R, Given>) => object
}

export class ResourceChanges<R extends Resource, Given = undefined> extends ResourceRows<R> {
  readonly #rules: ResourceRules<R, Given>

  constructor(resource: R, rules: ResourceRules<R, Given>) {
    super(resource, rules)
    this.#rules = rules
  }

  async create(edit: Edit, input: InputOf<R>, given: Given): Promise<ObjectOf<R>> {
    const { trx, tenantId, audit } = edit
    const proposal = { edit, input: input as Written<R>, before: undefined, given }
    await this.refuseFull(trx)
    await this.#refuseWrong(proposal)
    const row = await anyTable(trx)
      .insertInto(this.resource.table)
      .values({ tenant_id: tenantId, ...this.columns(input, { fixed: true }), ...this.#rules.columns?.(proposal) })
      .returning(this.keyColumn)
      .executeTakeFirstOrThrow()
    const key = row[this.keyColumn] as string | number
    await this.#rules.save?.(proposal, key)
    const after = await this.read(trx, key)
    audit({ action: 'create', objectType: this.resource.name, objectId: key, after: this.#audited(after) })
    return after
  }

  /** `version` in the input: the one that the change was made on; without it the last one wins. */
  async change(
    edit: Edit,
    key: string | number,
    { input, given }: { readonly input: ChangeOf<R>; readonly given: Given },
  ): Promise<ObjectOf<R>> {
    const before = await this.read(edit.trx, key)
    await this.#rules.guard?.(edit, before, given)
    refuseStale(before as { version: number }, (input as { version?: number }).version, this.#named(before))
    return this.store({ edit, input, before, given }, key)
  }

  /** As `change`, of an object that was just read. */
  async store(proposal: Proposal<R, Given> & { readonly before: ObjectOf<R> }, key: string | number): Promise<ObjectOf<R>> {
    const { edit, input, before } = proposal
    await this.#refuseWrong(proposal)
    await anyTable(edit.trx)
      .updateTable(this.resource.table)
      .set({ ...this.columns(input, { fixed: false }), ...this.#rules.columns?.(proposal), version: nextVersion })
      .where(this.keyColumn, '=', key)
      .execute()
    await this.#rules.save?.(proposal, key)
    const after = await this.read(edit.trx, key)
    const told = { ...this.#audited(after), ...this.#rules.auditedChange?.(proposal) }
    edit.audit({ action: 'change', objectType: this.resource.name, objectId: key, before: this.#audited(before), after: told })
    return after
  }

  async remove(edit: Edit, key: string | number, given: Given): Promise<void> {
    const { trx, audit } = edit
    const before = await this.read(trx, key)
    await this.#rules.guard?.(edit, before, given)
    refuseUsed((await this.#rules.users?.(trx, before, given)) ?? [], this.#named(before))
    await this.#rules.beforeDelete?.(edit, before, given)
    await anyTable(trx).deleteFrom(this.resource.table).where(this.keyColumn, '=', key).execute()
    audit({ action: 'delete', objectType: this.resource.name, objectId: key, before: this.#audited(before) })
  }

  #named(object: ObjectOf<R>): { object: string; name: string } {
    return { object: this.resource.name, name: this.resource.named(object as never) }
  }

  #audited(object: ObjectOf<R>): object {
    return this.#rules.audited?.(object) ?? object
  }

  async #refuseWrong(proposal: Proposal<R, Given>): Promise<void> {
    const missing = (this.#rules.missing?.(proposal) ?? []).map((field): FieldProblem => ({ field, code: 'FIELD_REQUIRED', params: {} }))
    const taken = await this.#takenProblems(proposal)
    refuseIfAny([...missing, ...taken, ...((await this.#rules.check?.(proposal)) ?? [])])
  }

  /** Another object of the tenant has the text, whatever its letters' case. */
  async #takenProblems({ edit, input, before }: Proposal<R, Given>): Promise<FieldProblem[]> {
    const problems: FieldProblem[] = []
    const own = before === undefined ? undefined : (before as Record<string, unknown>)[this.resource.key ?? 'id']
    for (const field of this.resource.unique) {
      const value = (input as Record<string, unknown>)[field]
      if (typeof value !== 'string' || value === '') continue
      const same = sql<boolean>`lower(${sql.id(this.columnNamed(field))}) = lower(${value})`
      const others = anyTable(edit.trx).selectFrom(this.resource.table).select(this.keyColumn).where(same)
      const other = await (own === undefined ? others : others.where(this.keyColumn, '<>', own)).executeTakeFirst()
      if (other !== undefined) problems.push({ field, code: 'FIELD_TAKEN', params: { value } })
    }
    return problems
  }
}
