import { describe, expect, it } from 'vitest'
import { differences } from './difference.ts'

describe('what a change did', () => {
  it('names only what differs, inner fields by their path', () => {
    const before = { name: 'a', target: { kind: 'skillQueue', queueId: 1 }, tags: [1] }
    const after = { name: 'a', target: { kind: 'skillQueue', queueId: 2 }, tags: [1, 2] }
    expect(differences(before, after)).toEqual([
      { path: 'target.queueId', before: '1', after: '2' },
      { path: 'tags', before: '[1]', after: '[1,2]' },
    ])
  })

  it('shows a creation and a deletion whole', () => {
    expect(differences(null, { name: 'a' })).toEqual([{ path: 'name', before: '', after: 'a' }])
    expect(differences({ name: 'a' }, undefined)).toEqual([{ path: 'name', before: 'a', after: '' }])
  })

  it('says nothing where nothing changed', () => {
    expect(differences(null, null)).toEqual([])
  })
})
