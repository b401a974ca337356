import { expect, it } from 'vitest'
import { auditActionWords, auditedObjects } from './audit-words.ts'
import { vocabulary } from './vocabulary.ts'

it('every action and object of the audit log has words in both languages', () => {
  const words = [...Object.entries(auditActionWords), ...auditedObjects.map((name) => [name, vocabulary[name]] as const)]
  for (const [code, { zh, en }] of words) {
    expect(zh, code).toMatch(/[\u4e00-\u9fff]/)
    expect(en, code).toMatch(/^[A-Z][A-Za-z:,’ -]+$/)
    expect(en, code).not.toBe(code)
  }
})
