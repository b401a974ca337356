import { expect, it } from 'vitest'
import { snapshotName } from './snapshot.ts'

it('names a snapshot by its call and its time', () => {
  expect(snapshotName('1700000000-12', new Date('2026-11-22T10:15:00.123Z'))).toBe('1700000000-12-2026-11-22_10-15-00.png')
})
