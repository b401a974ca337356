// Content-Type and Content-Disposition: a word with parameters (RFC 3261 sections 20.11 and 20.15).

import { NO_PARAMS, parseParams, type Params } from './params.ts'

export type Labelled = { word: string; params: Params }

const TYPE = /^\s*([^\s;/()]+)\s*\/\s*([^\s;/()]+)/

/** In lower case, such as `application/sdp`; undefined when it is no media type. Parameters that are malformed count as none. */
export const parseMediaType = (value: string): Labelled | undefined => {
  const [, type = '', subtype] = TYPE.exec(value) ?? []
  return subtype === undefined ? undefined : { word: `${type}/${subtype}`.toLowerCase(), params: paramsOf(value) }
}

/** Such as `session;handling=optional`. */
export const parseDisposition = (value: string): Labelled => ({
  word: (value.split(';')[0] ?? '').trim().toLowerCase(),
  params: paramsOf(value),
})

const paramsOf = (value: string): Params => {
  const semicolon = value.indexOf(';')
  return semicolon === -1 ? NO_PARAMS : (parseParams(value.slice(semicolon).trim()) ?? NO_PARAMS)
}
