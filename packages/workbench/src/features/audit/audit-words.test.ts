import type { AuditEntry } from '@openseat/contracts'
import { expect, it } from 'vitest'
import { language } from '../../i18n/language.ts'
import { actionText, objectText } from './audit-words.ts'

const entry = (change: Partial<AuditEntry>): AuditEntry => ({
  id: 1,
  at: '2026-11-30T00:00:00Z',
  actor: 'wangmin',
  action: 'change',
  objectType: 'staff',
  objectId: '7',
  before: null,
  after: null,
  address: '',
  ...change,
})

it('an object is named as it was or became; whoever logs in is named, not numbered', () => {
  language.value = 'zh-CN'
  expect(objectText(entry({ before: { name: '旧' }, after: { name: '新' } }))).toBe('员工 7 · 新')
  expect(objectText(entry({ action: 'delete', before: { account: 'lilei' } }))).toBe('员工 7 · lilei')
  expect(objectText(entry({ action: 'logIn' }))).toBe('员工 7 · wangmin')
  expect(objectText(entry({ action: 'resetPassword' }))).toBe('员工 7')
  expect(objectText(entry({ objectType: 'call', objectId: '1-1', action: 'supervise' }))).toBe('呼叫 1-1')
})

it('an action is a word in both languages, and a code of an older time as it came', () => {
  language.value = 'zh-CN'
  expect(['play', 'supervise', 'intercept', 'forceState'].map(actionText)).toEqual(['播放', '监听或干预', '拦截', '强制改变状态'])
  language.value = 'en'
  expect(actionText('staff.unlock')).toBe('Unlocked')
  expect(actionText('someday')).toBe('someday')
})
