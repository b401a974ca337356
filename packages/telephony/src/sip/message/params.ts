// Parameters of header fields: `;name`, `;name=token`, `;name="quoted"` (RFC 3261 section 25.1, generic-param).

import { isToken, splitList, unquote } from './tokens.ts'

/** Names in lower case. A value is kept as written, quotes included; null when there is none. The order is kept. */
export type Params = ReadonlyMap<string, string | null>

export const NO_PARAMS: Params = new Map()

const PLAIN_VALUE = /^[^\s";,<>]+$/

const isParamValue = (value: string): boolean => (value.startsWith('"') ? unquote(value) !== undefined : PLAIN_VALUE.test(value))

/** `text` is empty or begins with a semicolon. Undefined when malformed. Of a repeated name the first counts. */
export const parseParams = (text: string): Params | undefined => {
  if (text === '') return NO_PARAMS
  const [before, ...parts] = splitList(text, ';') ?? ['malformed']
  if (before !== '') return undefined
  const params = new Map<string, string | null>()
  for (const part of parts) {
    const equals = part.indexOf('=')
    const name = (equals === -1 ? part : part.slice(0, equals)).trim().toLowerCase()
    const value = equals === -1 ? null : part.slice(equals + 1).trim()
    if (!isToken(name) || (value !== null && !isParamValue(value))) return undefined
    if (!params.has(name)) params.set(name, value)
  }
  return params
}

/** A parameter's value without quotes; undefined when it is absent or has none. */
export const paramText = (params: Params, name: string): string | undefined => {
  const value = params.get(name) ?? undefined
  return value === undefined ? undefined : plainText(value)
}

/** Without quotes, if it is a quoted string. */
export const plainText = (value: string): string | undefined => (value.startsWith('"') ? unquote(value) : value)

/** A value with parameters, such as `1800;refresher=uac`; undefined when they are malformed. */
export const parseValue = (text: string): { value: string; params: Params } | undefined => {
  const [value = '', ...parts] = splitList(text, ';') ?? []
  const params = parseParams(parts.map((part) => `;${part}`).join(''))
  return params && { value, params }
}

export const formatParams = (params: Params): string =>
  Array.from(params, ([name, value]) => (value === null ? `;${name}` : `;${name}=${value}`)).join('')

export const withParam = (params: Params, name: string, value: string | null): Params => new Map([...params, [name, value]])
