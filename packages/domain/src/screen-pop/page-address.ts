// What opens a page: its address, and the form when the data is posted.
// Source: the screen-pop specification, "get" and "post": order, encoding, literal origin, replaced sample values, fragment.
import {
  callDataNames,
  contextTokenName,
  defaultCallDataNames,
  sampleDataNames,
  type CallDataName,
  type FormField,
  type OpenMode,
  type PassMode,
  type PopParam,
} from '@openseat/contracts'
import { fillPlaceholders } from './placeholders.ts'

export interface PageAddress {
  readonly url: string
  readonly params: readonly PopParam[]
  readonly omitEmpty: boolean
  readonly afterFragment: boolean
  readonly openMode: OpenMode
  readonly passMode: PassMode
  readonly contextToken: boolean
}

/** Stands for the token until the page is opened: no value can look like it, braces are encoded. */
export const tokenMark = `{${contextTokenName}}`

/** The values of a contact; empty where there is none. */
export type CallData = Readonly<Record<CallDataName, string>>

export interface PageValues {
  readonly callData: CallData
  readonly attachedData: Readonly<Record<string, string>>
}

const defaultParams: readonly PopParam[] = defaultCallDataNames.map((name) => ({ name, source: 'callData', key: name }))

/** Lone surrogates have no UTF-8 form; they become U+FFFD as the URL standard does. */
const encode = (value: string): string => encodeURIComponent(value.toWellFormed())

function valueOf(param: PopParam, values: PageValues): string {
  if (param.source === 'callData') return values.callData[param.key]
  return Object.hasOwn(values.attachedData, param.key) ? (values.attachedData[param.key] ?? '') : ''
}

function decodedName(pair: string): string {
  const name = (pair.split('=', 1)[0] ?? '').replaceAll('+', ' ')
  try {
    return decodeURIComponent(name)
  } catch {
    return name
  }
}

/** The configured query without the sample values of names that are ours to fill. Other bytes stay as they are. */
function withoutSamples(query: string, params: readonly PopParam[]): string[] {
  const ours = new Set<string>([...sampleDataNames, ...params.map((param) => param.name), 'origin', contextTokenName])
  return query === '' ? [] : query.split('&').filter((pair) => !ours.has(decodedName(pair)))
}

interface Parts {
  readonly base: string
  readonly query: string
  readonly fragment: string
}

function split(url: string): Parts {
  const hash = url.indexOf('#')
  const front = hash < 0 ? url : url.slice(0, hash)
  const mark = front.indexOf('?')
  return {
    base: mark < 0 ? front : front.slice(0, mark),
    query: mark < 0 ? '' : front.slice(mark + 1),
    fragment: hash < 0 ? '' : url.slice(hash),
  }
}

/** Parameters behind the fragment, which may have a query of its own (`#/card?x=1`). */
function intoFragment(fragment: string, params: readonly PopParam[], pairs: readonly string[]): string {
  const mark = fragment.indexOf('?')
  const route = fragment === '' ? '#' : mark < 0 ? fragment : fragment.slice(0, mark)
  const kept = mark < 0 ? [] : withoutSamples(fragment.slice(mark + 1), params)
  return `${route}?${[...kept, ...pairs].join('&')}`
}

export interface PageRequest {
  readonly url: string
  /** What is posted; null for a page that has all in its address. */
  readonly form: readonly FormField[] | null
}

/** What opens a page for one contact. `origin` is the workbench's own: an embedded page gets it last, unencoded. */
export function pageRequest(page: PageAddress, values: PageValues, origin: string): PageRequest {
  const params = page.params.length > 0 ? page.params : defaultParams
  const passed = params
    .map((param) => ({ name: param.name, value: valueOf(param, values) }))
    .filter(({ value }) => value !== '' || !page.omitEmpty)
  const form = page.passMode === 'post' ? [...passed, ...(page.contextToken ? [{ name: contextTokenName, value: tokenMark }] : [])] : null
  const pairs = [
    ...(form ? [] : passed.map(({ name, value }) => `${encode(name)}=${encode(value)}`)),
    ...(!form && page.contextToken ? [`${contextTokenName}=${tokenMark}`] : []),
    ...(page.openMode === 'embedded' ? [`origin=${origin}`] : []),
  ]
  const filled = fillPlaceholders(page.url, placeholderValues(passed, values, origin))
  return { url: withPairs(filled, { page, params, pairs }), form }
}

/** Whether placeholders bring data of the call into the path. */
export function hasDataInPath({ url, params }: PageAddress, values: PageValues): boolean {
  const named = params.map((param) => ({ name: param.name, value: valueOf(param, values) }))
  const path = url.split(/[?#]/, 1)[0] ?? ''
  const known = placeholderValues(named, values, '')
  return fillPlaceholders(path, (name) => (name === 'origin' ? undefined : known(name))) !== path
}

/** The address of a page that is loaded once and told of its contacts by script. */
export function livingAddress(url: string, origin: string): string {
  const filled = fillPlaceholders(url, (name) => (name === 'origin' ? origin : undefined))
  return withPairs(filled, { page: { afterFragment: false }, params: [], pairs: [`origin=${origin}`] })
}

function placeholderValues(passed: readonly FormField[], { callData }: PageValues, origin: string) {
  const own = new Map(passed.map(({ name, value }) => [name, encode(value)]))
  return (name: string): string | undefined => {
    if (name === 'origin') return origin
    if (own.has(name)) return own.get(name)
    return isCallDataName(name) ? encode(callData[name]) : undefined
  }
}

const isCallDataName = (name: string): name is CallDataName => (callDataNames as readonly string[]).includes(name)

interface Placing {
  readonly page: Pick<PageAddress, 'afterFragment'>
  readonly params: readonly PopParam[]
  readonly pairs: readonly string[]
}

function withPairs(url: string, { page, params, pairs }: Placing): string {
  const { base, query, fragment } = split(url)
  const kept = withoutSamples(query, params)
  if (page.afterFragment && pairs.length > 0) return `${base}${asQuery(kept)}${intoFragment(fragment, params, pairs)}`
  return `${base}${asQuery([...kept, ...pairs])}${fragment}`
}

const asQuery = (pairs: readonly string[]): string => (pairs.length > 0 ? `?${pairs.join('&')}` : '')
