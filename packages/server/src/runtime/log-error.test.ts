import pg from 'pg'
import { pino } from 'pino'
import { expect, it } from 'vitest'
import { errorForLog } from './log-error.ts'

it('an error of the database is logged without values of rows and without its connection', () => {
  const lines: string[] = []
  const log = pino({ serializers: { err: errorForLog } }, { write: (line: string) => lines.push(line) })
  const error = Object.assign(new pg.DatabaseError('duplicate key value', 100, 'error'), {
    code: '23505',
    constraint: 'staff_account',
    detail: 'Key (account)=(13812345678) already exists.',
    where: 'COPY contact, line 1: "13812345678"',
    internalQuery: 'select 13812345678',
    client: { connectionParameters: { password: 'database password' } },
  })
  log.error({ err: new Error('a command failed', { cause: error }) }, 'it failed')
  expect(lines.join('')).toContain('23505')
  expect(lines.join('')).toContain('staff_account')
  expect(lines.join('')).not.toMatch(/13812345678|database password|connectionParameters/)
})
