// The address of a page that gets its call data in the query (`get`).
// Source: the screen-pop specification, "get": order, encoding, literal origin, replaced sample values, fragment.
import { callDataNames, defaultCallDataNames, type CallDataName, type PopParam } from '@openseat/contracts'

export interface PageAddress {
  readonly url: string
  readonly params: readonly PopParam[]
  readonly omitEmpty: boolean
  readonly afterFragment: boolean
}

/** The nine values of a contact; empty where there is none. */
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
  const ours = new Set<string>([...callDataNames, ...params.map((param) => param.name), 'origin'])
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

/** The page's full address for one contact. `origin` is the workbench's own and stands last, unencoded. */
export function pageAddress(page: PageAddress, values: PageValues, origin: string): string {
  const params = page.params.length > 0 ? page.params : defaultParams
  const passed = params
    .map((param) => ({ name: param.name, value: valueOf(param, values) }))
    .filter(({ value }) => value !== '' || !page.omitEmpty)
    .map(({ name, value }) => `${encode(name)}=${encode(value)}`)
  const pairs = [...passed, `origin=${origin}`]
  const { base, query, fragment } = split(page.url)
  const kept = withoutSamples(query, params)
  if (!page.afterFragment) return `${base}?${[...kept, ...pairs].join('&')}${fragment}`
  return `${base}${kept.length > 0 ? `?${kept.join('&')}` : ''}${intoFragment(fragment, params, pairs)}`
}
