// The first net under a TenantStore: each statement that Kysely builds is narrowed to the tenant's rows before it is
// sent. Where a statement cannot be narrowed for certain it is not sent at all.

import {
  AliasNode,
  AndNode,
  BinaryOperationNode,
  ColumnNode,
  type ColumnUpdateNode,
  type DeleteQueryNode,
  IdentifierNode,
  type InsertQueryNode,
  type JoinNode,
  type KyselyPlugin,
  type MergeQueryNode,
  OnNode,
  type OperationNode,
  OperationNodeTransformer,
  OperatorNode,
  ParensNode,
  type PluginTransformQueryArgs,
  type PluginTransformResultArgs,
  type QueryId,
  type QueryResult,
  type RawNode,
  ReferenceNode,
  type RootOperationNode,
  type SelectQueryNode,
  TableNode,
  type UnknownRow,
  type UpdateQueryNode,
  ValueNode,
  ValuesNode,
  WhereNode,
  type WithNode,
} from 'kysely'
import { refuseUnnamed } from './raw-statements.ts'

export class OwnTenantPlugin implements KyselyPlugin {
  readonly #transformer: OwnTenantTransformer

  constructor(tenantId: number) {
    this.#transformer = new OwnTenantTransformer(tenantId)
  }

  transformQuery({ node, queryId }: PluginTransformQueryArgs): RootOperationNode {
    return this.#transformer.transformNode(node, queryId)
  }

  transformResult({ result }: PluginTransformResultArgs): Promise<QueryResult<UnknownRow>> {
    return Promise.resolve(result)
  }
}

const inner = new Set(['InnerJoin', 'LeftJoin', 'LateralInnerJoin', 'LateralLeftJoin'])

/** The column that says whose row it is. */
const tenantColumn = (table: string): string => (table === 'tenant' ? 'id' : 'tenant_id')

class OwnTenantTransformer extends OperationNodeTransformer {
  readonly #tenantId: number

  constructor(tenantId: number) {
    super()
    this.#tenantId = tenantId
  }

  protected override transformSelectQuery(node: SelectQueryNode, queryId?: QueryId): SelectQueryNode {
    return this.#narrowed(super.transformSelectQuery(node, queryId), node.from?.froms)
  }

  protected override transformUpdateQuery(node: UpdateQueryNode, queryId?: QueryId): UpdateQueryNode {
    refuseMove(node.updates)
    return this.#narrowed(super.transformUpdateQuery(node, queryId), [...listed(node.table), ...(node.from?.froms ?? [])])
  }

  protected override transformDeleteQuery(node: DeleteQueryNode, queryId?: QueryId): DeleteQueryNode {
    return this.#narrowed(super.transformDeleteQuery(node, queryId), [...node.from.froms, ...(node.using?.tables ?? [])])
  }

  protected override transformInsertQuery(node: InsertQueryNode, queryId?: QueryId): InsertQueryNode {
    const { into } = node
    if (into === undefined) throw new Error('an insert that names no table')
    this.#checkValues(node, tenantColumn(nameOf(into)))
    refuseMove(node.onConflict?.updates)
    const made = super.transformInsertQuery(node, queryId)
    if (made.onConflict?.updates === undefined) return made
    const updateWhere = whereBoth(made.onConflict.updateWhere, this.#ownRowsOf(into))
    return updateWhere === undefined ? made : { ...made, onConflict: { ...made.onConflict, updateWhere } }
  }

  protected override transformJoin(node: JoinNode, queryId?: QueryId): JoinNode {
    const made = super.transformJoin(node, queryId)
    const own = this.#ownRowsOf(node.table)
    if (own === undefined) return made
    if (!inner.has(node.joinType) || made.on === undefined) throw new Error(`a ${node.joinType} cannot be narrowed to a tenant`)
    return { ...made, on: OnNode.create(AndNode.create(own, ParensNode.create(made.on.on))) }
  }

  protected override transformRaw(node: RawNode, queryId?: QueryId): RawNode {
    refuseUnnamed(node.sqlFragments.join('?'))
    if (node.parameters.some((part) => TableNode.is(part))) throw new Error('a table inside raw SQL cannot be narrowed to a tenant')
    return super.transformRaw(node, queryId)
  }

  protected override transformWith(_node: WithNode): WithNode {
    throw new Error('a WITH of the query builder cannot be narrowed to a tenant')
  }

  protected override transformMergeQuery(_node: MergeQueryNode): MergeQueryNode {
    throw new Error('a MERGE cannot be narrowed to a tenant')
  }

  #narrowed<N extends { readonly where?: WhereNode }>(node: N, tables: readonly OperationNode[] = []): N {
    return tables.reduce<N>((narrowed, table) => {
      const where = whereBoth(narrowed.where, this.#ownRowsOf(table))
      return where === undefined ? narrowed : { ...narrowed, where }
    }, node)
  }

  /** Undefined for what is no table: a sub-query has been narrowed itself. */
  #ownRowsOf(node: OperationNode): OperationNode | undefined {
    const table = AliasNode.is(node) ? node.node : node
    if (!TableNode.is(table)) return undefined
    const name = nameOf(table)
    const called = AliasNode.is(node) && IdentifierNode.is(node.alias) ? node.alias.name : name
    const column = ReferenceNode.create(ColumnNode.create(tenantColumn(name)), TableNode.create(called))
    return BinaryOperationNode.create(column, OperatorNode.create('='), ValueNode.create(this.#tenantId))
  }

  #checkValues({ columns, values }: InsertQueryNode, column: string): void {
    const at = columns?.findIndex((found) => found.column.name === column) ?? -1
    const rows = values !== undefined && ValuesNode.is(values) ? values.values : []
    const own = rows.map((row) => (row.kind === 'PrimitiveValueListNode' ? row.values[at] : valueOf(row.values[at])))
    if (rows.length > 0 && own.every((value) => value === this.#tenantId)) return
    throw new Error(`an insert for tenant ${this.#tenantId} must give ${column} in every row, and no other tenant`)
  }
}

const valueOf = (node: OperationNode | undefined): unknown => (node !== undefined && ValueNode.is(node) ? node.value : undefined)

const nameOf = ({ table }: TableNode): string => table.identifier.name

const listed = (node: OperationNode | undefined): readonly OperationNode[] =>
  node === undefined ? [] : node.kind === 'ListNode' ? (node as unknown as { items: readonly OperationNode[] }).items : [node]

/** In brackets: a condition of raw SQL may hold an OR. */
function whereBoth(where: WhereNode | undefined, own: OperationNode | undefined): WhereNode | undefined {
  if (own === undefined) return where
  return WhereNode.create(where === undefined ? own : AndNode.create(own, ParensNode.create(where.where)))
}

function refuseMove(updates: readonly ColumnUpdateNode[] | undefined): void {
  const moved = updates?.some(({ column }) => ColumnNode.is(column) && column.column.name === 'tenant_id')
  if (moved === true) throw new Error('a row stays with its tenant')
}
