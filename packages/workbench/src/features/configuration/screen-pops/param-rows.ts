// Edits of the ordered parameter list. Pure: each gives a new list.
import { callDataNames, type PopParam } from '@openseat/contracts'

/** The next row: the first call data that no row passes yet, under its own name. */
export function addParam(params: readonly PopParam[]): PopParam[] {
  const unused = callDataNames.find((name) => !params.some((param) => param.source === 'callData' && param.key === name))
  const key = unused ?? 'callerNum'
  const isNameFree = !params.some((param) => param.name === key)
  return [...params, { name: isNameFree ? key : '', source: 'callData', key }]
}

/** Sets name or key; a row that bears its call data's name follows when other call data is chosen. */
export function setParam(params: readonly PopParam[], index: number, change: { name?: string; key?: string }): PopParam[] {
  return params.map((param, at) => {
    if (at !== index) return param
    const follows = change.key !== undefined && param.source === 'callData' && param.name === param.key
    return { ...param, ...change, ...(follows ? { name: change.key } : {}) } as PopParam
  })
}

/** Another source: its key starts anew. */
export function setSource(params: readonly PopParam[], index: number, source: PopParam['source']): PopParam[] {
  return params.map((param, at) => {
    if (at !== index || param.source === source) return param
    return source === 'callData' ? { name: param.name, source, key: 'callerNum' } : { name: param.name, source, key: '' }
  })
}

export function moveParam(params: readonly PopParam[], index: number, by: -1 | 1): PopParam[] {
  const moved = params[index]
  const target = index + by
  if (moved === undefined || target < 0 || target >= params.length) return [...params]
  return params.toSpliced(index, 1).toSpliced(target, 0, moved)
}
