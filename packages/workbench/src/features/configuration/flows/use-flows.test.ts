import { flowSchema } from '@openseat/contracts'
import { expect, it } from 'vitest'
import { changeText } from './use-flows.ts'

it('says when a flow was changed, and by whom', () => {
  const flow = flowSchema.parse({
    id: 1,
    name: '余额查询',
    kind: 'ivr',
    state: 'draft',
    publishedRevision: null,
    publishedAt: null,
    publishedBy: '',
    changedAt: '2026-12-01T09:33:21.382Z',
    changedBy: 'admin',
    users: [],
  })
  expect(changeText(flow)).toMatch(/^2026.12.0\d.+\d\d:33:21 admin$/)
})
