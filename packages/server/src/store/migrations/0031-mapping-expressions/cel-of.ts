// A JSONata expression in CEL, where both say the same of every answer. What is not there is nothing in JSONata and empty in a
// mapping of CEL; only where something is made of it has that to be written.
import type { PlainValue } from '@openseat/domain/expression/expression'
import { sampleAt } from './sample-at.ts'
import { type Tree, treeOf } from './jsonata-tree.ts'

/** Where an expression stands. */
export interface Place {
  /** What its paths are read from: the whole answer, or an item of the object's list. */
  readonly row: 'answer' | 'row'
  /** Of the sample answer: the whole and the row; undefined when it does not show that. */
  readonly samples: { readonly answer: PlainValue | undefined; readonly row: PlainValue | undefined }
}

/** Undefined where it has no sure counterpart. */
export function celOf(expression: string, place: Place): string | undefined {
  const tree = treeOf(expression)
  return tree && written(tree, { place, exact: true })
}

/** A condition of success: what is not there does not hold, so that plain paths do. */
export function conditionOf(expression: string, place: Place): string | undefined {
  const tree = treeOf(expression)
  return tree && truth(tree, { place, exact: false })
}

interface Around {
  readonly place: Place
  /** What is not there must be compared as nothing, for a word is made of the outcome. */
  readonly exact: boolean
}

function written(tree: Tree, around: Around): string | undefined {
  switch (tree.kind) {
    case 'path':
      return pathOf(tree, around)
    case 'value':
      return JSON.stringify(tree.value)
    case 'list':
      return listOf(tree.items, around)
    case 'binary':
      return binaryOf(tree, around)
    case 'choice':
      return choiceOf(tree, around)
    case 'call':
      return callOf(tree, around)
  }
}

type Path = Extract<Tree, { kind: 'path' }>
type Binary = Extract<Tree, { kind: 'binary' }>

/** Paths go through lists in JSONata, and one value is as good as a list of one: the sample must not show either. */
function pathOf({ from, steps }: Path, { place }: Around, optional = false): string | undefined {
  const isAnswer = from === 'answer'
  if (!sampleAt(isAnswer ? place.samples.answer : place.samples.row, steps).isPlain) return undefined
  const root = isAnswer ? 'answer' : place.row
  return steps.reduce<string>((path, step) => path + stepOf(step, optional), root)
}

function stepOf(step: string | number, optional: boolean): string {
  const mark = optional ? '?' : ''
  const isName = typeof step === 'string' && /^[A-Za-z_][A-Za-z0-9_]*$/.test(step) && !reserved.has(step)
  return isName ? `.${mark}${step}` : `[${mark}${JSON.stringify(step)}]`
}

/** As names of CEL; as fields they may be written in brackets. */
const reserved: ReadonlySet<string> = new Set(['in', 'true', 'false', 'null'])

const typeAt = ({ from, steps }: Path, { samples }: Place): string => {
  const { value } = sampleAt(from === 'answer' ? samples.answer : samples.row, steps)
  return Array.isArray(value) ? 'list' : typeof value
}

function listOf(items: readonly Tree[], around: Around): string | undefined {
  const all = items.map((item) => (item.kind === 'value' ? written(item, around) : undefined))
  return all.includes(undefined) ? undefined : `[${all.join(', ')}]`
}

const compared: ReadonlyMap<string, string> = new Map([
  ['=', '=='],
  ...['!=', '<', '<=', '>', '>=', 'in'].map((sign) => [sign, sign] as const),
])

function binaryOf(tree: Binary, around: Around): string | undefined {
  const { sign, left, right } = tree
  if (sign === 'and' || sign === 'or') return truth(tree, around)
  if (sign === '&') return joined(left, right, around)
  if (compared.has(sign)) return comparison(tree, around)
  return two(operand(left, around), sign, operand(right, around))
}

const two = (left: string | undefined, sign: string, right: string | undefined): string | undefined =>
  left === undefined || right === undefined ? undefined : `${left} ${sign} ${right}`

/** In brackets where it is made of parts itself. */
function operand(tree: Tree, around: Around): string | undefined {
  const text = written(tree, around)
  return text !== undefined && (tree.kind === 'binary' || tree.kind === 'choice') ? `(${text})` : text
}

/** A path beside a value, in either order; two paths only where nothing is made of the outcome. */
function comparison({ sign, left, right }: Binary, around: Around): string | undefined {
  const exact = around.exact || sign === '!='
  const [value] = [left, right].filter(({ kind }) => kind === 'value' || kind === 'list')
  if (exact && (value === undefined || (value.kind === 'value' && value.value === null))) return undefined
  // JSONata orders values of one type only, and nothing is neither less nor more.
  if (around.exact && !['=', '!=', 'in'].includes(sign)) return undefined
  const side = (tree: Tree): string | undefined => (exact && tree.kind === 'path' ? orElse(tree, around, 'null') : operand(tree, around))
  return two(side(left), compared.get(sign) ?? sign, side(right))
}

function orElse(path: Path, around: Around, other: string): string | undefined {
  const text = path.steps.length === 0 ? undefined : pathOf(path, around, true)
  return text && `${text}.orValue(${other})`
}

function joined(left: Tree, right: Tree, around: Around): string | undefined {
  return two(asText(left, around), '+', asText(right, around))
}

function asText(tree: Tree, around: Around): string | undefined {
  if (tree.kind === 'binary' && tree.sign === '&') return joined(tree.left, tree.right, around)
  if (tree.kind === 'value') return typeof tree.value === 'string' ? JSON.stringify(tree.value) : `string(${String(tree.value)})`
  if (tree.kind !== 'path' || ['list', 'object'].includes(typeAt(tree, around.place))) return undefined
  const text = orElse(tree, around, '""')
  return text && `string(${text})`
}

/** What stands for true or false, as CEL wants it. */
function truth(tree: Tree, around: Around): string | undefined {
  if (tree.kind === 'value') return typeof tree.value === 'boolean' ? String(tree.value) : undefined
  if (tree.kind === 'path') return typeAt(tree, around.place) === 'boolean' ? two(truthful(tree, around), '==', 'true') : undefined
  if (tree.kind === 'call') return ['$not', '$exists'].includes(tree.name) ? callOf(tree, around) : undefined
  if (tree.kind !== 'binary') return undefined
  if (compared.has(tree.sign)) return comparison(tree, around)
  if (tree.sign !== 'and' && tree.sign !== 'or') return undefined
  return two(inBrackets(tree.left, around), tree.sign === 'and' ? '&&' : '||', inBrackets(tree.right, around))
}

const truthful = (path: Path, around: Around): string | undefined => (around.exact ? orElse(path, around, 'false') : pathOf(path, around))

function inBrackets(tree: Tree, around: Around): string | undefined {
  const text = truth(tree, around)
  return text !== undefined && tree.kind === 'binary' && ['and', 'or'].includes(tree.sign) ? `(${text})` : text
}

function choiceOf({ condition, yes, no }: Extract<Tree, { kind: 'choice' }>, around: Around): string | undefined {
  const holds = truth(condition, { ...around, exact: true })
  const [first, second] = [yes, no].map((tree) => (tree === null ? 'null' : operand(tree, around)))
  if (holds === undefined || first === undefined || second === undefined) return undefined
  return no === null ? `(${holds}) ? dyn(${first}) : null` : `(${holds}) ? ${first} : ${second}`
}

function callOf({ name, given }: Extract<Tree, { kind: 'call' }>, around: Around): string | undefined {
  const [only] = given
  if (only === undefined || given.length !== 1) return undefined
  if (name === '$not') {
    const text = truth(only, { ...around, exact: true })
    return text && `!(${text})`
  }
  const path = only.kind === 'path' ? pathOf(only, around) : undefined
  return only.kind === 'path' && path !== undefined ? calls.get(name)?.(path, typeAt(only, around.place)) : undefined
}

type Call = (path: string, type: string) => string | undefined

/** Functions of one path. `type`: of what the sample shows there. */
const calls: ReadonlyMap<string, Call> = new Map<string, Call>([
  ['$exists', (path) => (/\.\w+$/.test(path) ? `has(${path})` : undefined)],
  ['$string', (path, type) => (type === 'list' || type === 'object' ? undefined : `string(${path})`)],
  ['$number', (path) => `double(${path})`],
  ['$count', (path, type) => (type === 'list' ? `size(${path})` : undefined)],
  ['$length', (path) => `size(${path})`],
  ['$uppercase', (path) => `${path}.upperAscii()`],
  ['$lowercase', (path) => `${path}.lowerAscii()`],
])
