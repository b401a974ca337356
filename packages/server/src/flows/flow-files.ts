// Flows out of a tenant and into another: what they name is numbered in the file and told by name, and found again by name.
import {
  AppError,
  type FieldProblem,
  type FileReference,
  type FlowChoices,
  type FlowDocument,
  type FlowFile,
  flowLimits,
  type FlowMapping,
  type FlowReference,
  madeFlowKinds,
  mappedKinds,
  type PageInterface,
  referencesIn,
  type Replace,
  withReferences,
} from '@openseat/contracts'
import { rewriteDollarBraces } from '@openseat/domain'
import type { Edit } from '../settings/settings.ts'
import type { TenantTransaction } from '../store/tenant-store.ts'
import { type Author, insertFlow } from './flow-drafts.ts'
import type { FlowParts } from './flow-parts.ts'
import { documentOf, flowRow, revisionRow, workedOn } from './flow-record.ts'
import { type KnownObjects, knownObjects } from './known-objects.ts'

type MappedKind = (typeof mappedKinds)[number]

/** By the kind of a reference, where its names stand. */
const places = { queue: 'queues', interface: 'interfaces', workingHours: 'workingHours', table: 'tables', prompt: 'prompts' } as const

interface Exported {
  readonly id: number
  /** Null: what is worked on. */
  readonly revision: number | null
  readonly usable: readonly PageInterface[]
}

export async function exportFlow(trx: TenantTransaction, parts: Pick<FlowParts, 'speech'>, wanted: Exported): Promise<FlowFile> {
  const flows = await withSubFlows(trx, wanted)
  const objects = await knownObjects(trx, parts, wanted.usable)
  const numbers = new Numbers(new Map([...flows.keys()].map((id, index) => [id, index + 1])))
  const documents = [...flows].map(([id, document]) => ({
    number: numbers.of('flow', id),
    document: withReferences(unpinned(document), (reference) => ({ ...reference, value: numbers.valueOf(reference) })),
  }))
  return { format: 'openseat-flow', version: 1, flows: documents, ...numbers.namesFrom(objects) }
}

/** By id, the flow itself first. */
async function withSubFlows(trx: TenantTransaction, { id, revision }: Exported): Promise<ReadonlyMap<number, FlowDocument>> {
  const first = await flowRow(trx, id)
  const own =
    revision === null ? await workedOn(trx, first) : documentOf((await revisionRow(trx, { flowId: id, revision })).document, first.name)
  const flows = new Map([[id, own]])
  const ahead = calledBy(own)
  for (let called = ahead.shift(); called !== undefined; called = ahead.shift()) {
    if (flows.has(called)) continue
    if (flows.size >= flowLimits.flowsPerFile) throw new AppError('OBJECT_LIMIT', { object: 'flow', max: flowLimits.flowsPerFile })
    const row = await trx.selectFrom('flow').selectAll().where('id', '=', called).executeTakeFirst()
    // A draft may name what is gone.
    if (!row) continue
    const document = await workedOn(trx, row.published_revision === null ? row : { ...row, draft: null })
    flows.set(called, document)
    ahead.push(...calledBy(document))
  }
  return flows
}

const calledBy = (document: FlowDocument): number[] =>
  referencesIn(document).flatMap(({ kind, value }) => (kind === 'flow' ? [Number(value)] : []))

/** Revisions are this tenant's own. */
function unpinned(document: FlowDocument): FlowDocument {
  const nodes = Object.entries(document.nodes).map(([id, node]) => {
    if (node['kind'] !== 'subFlow') return [id, node] as const
    const config = Object(node['config'])
    return [id, { ...node, config: { ...config, flow: { ...Object(config.flow), revision: null, newest: true } } }] as const
  })
  return { ...document, nodes: Object.fromEntries(nodes) }
}

/** Numbers of the file in place of the tenant's ids, in the order in which they are met. */
class Numbers {
  readonly #given = new Map<FlowReference['kind'], Map<number, number>>()
  readonly #columns = new Map<number, Set<string>>()
  readonly #prompts = new Set<string>()

  constructor(flows: ReadonlyMap<number, number>) {
    this.#given.set('flow', new Map(flows))
  }

  of(kind: FlowReference['kind'], id: number): number {
    const known = this.#given.get(kind) ?? new Map<number, number>()
    this.#given.set(kind, known)
    const number = known.get(id) ?? known.size + 1
    known.set(id, number)
    return number
  }

  valueOf({ kind, value, columns = [] }: FlowReference): string | number {
    if (typeof value === 'string') {
      this.#prompts.add(value)
      return value
    }
    if (kind === 'table') this.#columns.set(value, new Set([...(this.#columns.get(value) ?? []), ...columns]))
    return this.of(kind, value)
  }

  namesFrom(objects: KnownObjects): Pick<FlowFile, MappedKind> {
    return {
      queues: this.#names('queue', objects.queues),
      interfaces: this.#names('interface', objects.interfaces),
      workingHours: this.#names('workingHours', objects.workingHours),
      tables: this.#tables(objects),
      prompts: Object.fromEntries([...this.#prompts].map((code) => [code, objects.prompts.get(code) ?? code])),
    }
  }

  #names(kind: FlowReference['kind'], names: ReadonlyMap<number, string>): Record<string, string> {
    return Object.fromEntries([...(this.#given.get(kind) ?? [])].map(([id, number]) => [String(number), names.get(id) ?? '?']))
  }

  #tables({ tables }: KnownObjects): FlowFile['tables'] {
    const given = [...(this.#given.get('table') ?? [])]
    return Object.fromEntries(
      given.map(([id, number]) => {
        const table = tables.get(id)
        const columns = [...(this.#columns.get(id) ?? [])].map((column) => [column, table?.columns.get(column) ?? '?'])
        return [String(number), { name: table?.name ?? '?', columns: Object.fromEntries(columns) }]
      }),
    )
  }
}

/** What the file names, each with what has the same name here. */
export function referencesOf(file: FlowFile, objects: KnownObjects): FileReference[] {
  const named = mappedKinds.flatMap((kind) =>
    Object.entries<string | { readonly name: string }>(file[kind]).map(([key, name]) => ({
      kind,
      key,
      name: typeof name === 'string' ? name : name.name,
    })),
  )
  return named.map((reference) => ({ ...reference, match: matchOf(reference, objects) }))
}

function matchOf({ kind, key, name }: Omit<FileReference, 'match'>, objects: KnownObjects): FileReference['match'] {
  if (kind === 'prompts') return objects.prompts.has(key) ? key : null
  if (kind === 'tables') return [...objects.tables].find(([, table]) => table.name === name)?.[0] ?? null
  return [...objects[kind]].find(([, own]) => own === name)?.[0] ?? null
}

export function choicesOf(objects: KnownObjects): FlowChoices {
  const named = (names: Iterable<readonly [number | string, string]>) => [...names].map(([value, name]) => ({ value, name }))
  return {
    queues: named(objects.queues),
    interfaces: named(objects.interfaces),
    workingHours: named(objects.workingHours),
    tables: named([...objects.tables].map(([id, { name }]) => [id, name])),
    prompts: named(objects.prompts),
  }
}

interface Imported {
  readonly file: FlowFile
  readonly mapping: FlowMapping
  readonly author: Author
}

/** Ids of the new flows, in the file's order. A name that is taken gets a number behind it. */
export async function importFlows(edit: Edit, objects: KnownObjects, { file, mapping, author }: Imported): Promise<number[]> {
  refuseUnusable(file)
  const names = new Set((await edit.trx.selectFrom('flow').select('name').execute()).map(({ name }) => name.toLowerCase()))
  const ids = new Map<number, number>()
  // Sub-flows stand behind those that call them: each has its id before it is named.
  for (const { number, document } of file.flows.toReversed()) {
    const here = withReferences(rewritten(document), (reference) => foundHere(reference, { file, mapping, objects, ids }))
    const name = freeName(document.name, names)
    names.add(name.toLowerCase())
    ids.set(number, await insertFlow(edit, { ...here, name }, author))
  }
  const made = file.flows.flatMap(({ number }) => ids.get(number) ?? [])
  edit.audit({ action: 'import', objectType: 'flow', objectId: made[0] ?? 0, after: { flows: made } })
  return made
}

/** Whose numbers are there twice, or whose kind is not made yet. */
export function refuseUnusable({ flows }: FlowFile): void {
  const numbers = flows.map(({ number }) => number)
  const problems = flows.flatMap(({ number, document: { kind } }, index): FieldProblem[] => {
    const field = `file.flows.${index}`
    const isMade = madeFlowKinds.some((made) => made === kind)
    return [
      ...(numbers.indexOf(number) < index ? [{ field: `${field}.number`, code: 'FIELD_TAKEN' as const, params: { value: number } }] : []),
      ...(isMade ? [] : [{ field: `${field}.document.kind`, code: 'FIELD_NOT_ONE_OF' as const, params: { options, value: kind } }]),
    ]
  })
  if (problems.length > 0) throw new AppError('REQUEST_INVALID', { count: problems.length }, { problems })
}

const options = madeFlowKinds.join(', ')

interface Here {
  readonly file: FlowFile
  readonly mapping: FlowMapping
  readonly objects: KnownObjects
  readonly ids: ReadonlyMap<number, number>
}

function foundHere({ kind, value, columns }: FlowReference, { file, mapping, objects, ids }: Here): ReturnType<Replace> {
  if (kind === 'flow') {
    const id = ids.get(Number(value))
    return id === undefined ? undefined : { value: id }
  }
  const place = places[kind]
  const key = String(value)
  const chosen = Object.hasOwn(mapping[place], key) ? mapping[place][key] : undefined
  const match = chosen === undefined ? referencesOf(file, objects).find((each) => each.kind === place && each.key === key)?.match : chosen
  if (match === undefined || match === null) return undefined
  return kind === 'table'
    ? { value: match, columns: columnsHere(columns ?? [], { table: file.tables[key], here: objects.tables.get(Number(match)) }) }
    : { value: match }
}

interface Tables {
  readonly table: FlowFile['tables'][string] | undefined
  readonly here: ReturnType<KnownObjects['tables']['get']>
}

/** Fields by their names; one that is not here keeps its own id, and the check of the draft says so. */
const columnsHere = (columns: readonly string[], { table, here }: Tables): string[] =>
  columns.map((column) => [...(here?.columns ?? [])].find(([, name]) => name === table?.columns[column])?.[0] ?? column)

function freeName(wanted: string, taken: ReadonlySet<string>): string {
  const { max } = flowLimits.name
  for (let count = 1; ; count += 1) {
    const end = count === 1 ? '' : ` (${count})`
    const name = `${wanted.slice(0, max - end.length).trim()}${end}`
    if (!taken.has(name.toLowerCase())) return name
  }
}

/** Other products' `${name}` in texts. */
const rewritten = (document: FlowDocument): FlowDocument => ({
  ...document,
  nodes: Object.fromEntries(Object.entries(document.nodes).map(([id, node]) => [id, { ...node, config: textsRewritten(node['config']) }])),
})

function textsRewritten(value: unknown, key = ''): unknown {
  if (Array.isArray(value)) return value.map((item: unknown) => textsRewritten(item, key))
  if (typeof value === 'object' && value !== null)
    return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, textsRewritten(item, name)]))
  return typeof value === 'string' && templates.has(key) ? rewriteDollarBraces(value) : value
}

/** Fields that hold texts with expressions inside. */
const templates: ReadonlySet<string> = new Set(['text', 'invalidText', 'number', 'agentNumber', 'callerNumber', 'returns'])
