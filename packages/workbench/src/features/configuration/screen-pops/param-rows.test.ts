import type { PopParam } from '@openseat/contracts'
import { describe, expect, it } from 'vitest'
import { addParam, moveParam, setParam, setSource } from './param-rows.ts'

const callData = (name: string, key: 'callerNum' | 'calledNum' | 'callid'): PopParam => ({ name, source: 'callData', key })

describe('parameter rows', () => {
  it('adds the first call data that is not passed yet', () => {
    expect(addParam([])).toEqual([callData('callerNum', 'callerNum')])
    expect(addParam([callData('phone', 'callerNum')]).at(-1)).toEqual(callData('calledNum', 'calledNum'))
  })

  it('lets the name follow the data only while it is the data’s own', () => {
    expect(setParam([callData('callerNum', 'callerNum')], 0, { key: 'callid' })).toEqual([callData('callid', 'callid')])
    expect(setParam([callData('phone', 'callerNum')], 0, { key: 'callid' })).toEqual([callData('phone', 'callid')])
  })

  it('starts the key anew with another source and keeps the name', () => {
    expect(setSource([callData('lang', 'callid')], 0, 'attachedData')).toEqual([{ name: 'lang', source: 'attachedData', key: '' }])
  })

  it('moves within the list and not out of it', () => {
    const rows = [callData('a', 'callid'), callData('b', 'callid'), callData('c', 'callid')]
    const names = (list: PopParam[]) => list.map((row) => row.name).join('')
    expect(names(moveParam(rows, 0, 1))).toBe('bac')
    expect(names(moveParam(rows, 2, -1))).toBe('acb')
    expect(names(moveParam(rows, 0, -1))).toBe('abc')
  })
})
