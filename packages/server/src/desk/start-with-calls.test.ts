// The whole program started on a database that an earlier commit left with calls in progress.

import { afterAll, beforeAll, expect, it } from 'vitest'
import { hashPassword } from '../access/passwords.ts'
import { liveCentre, type LiveCentre } from '../test-support/live-centre.ts'
import { callsInProgress, upgradedDatabase } from '../test-support/stored-before.ts'
import { dropDatabase, makeTestDatabase, type TestDatabase } from '../test-support/test-database.ts'
import { demoSecret } from '../test-support/test-server.ts'

let upgraded: string
let db: TestDatabase
let centre: LiveCentre

beforeAll(async () => {
  const { recordedAt } = await callsInProgress(0)
  upgraded = await upgradedDatabase(await callsInProgress(Date.now() - recordedAt))
  db = await makeTestDatabase(upgraded)
  await db.owner.query('update staff set password_hash = $1', [await hashPassword(demoSecret)])
  centre = await liveCentre(db.database)
})
afterAll(async () => {
  await centre.close()
  await db.close()
  await dropDatabase(upgraded)
})

it('gives agents their calls, which they end and wrap up; a caller whose SIP line went with the stopped program has gone', async () => {
  const page = await centre.page('wangmin@demo')
  const { callId } = await page.call('talking')
  expect(page.calls.get(callId)).toMatchObject({ customerNumber: '13812340101', attachedData: { orderNo: 'A-101' }, recording: 'on' })
  await page.did({ kind: 'hangUp', callId })
  await page.inState('wrapUp')
  const client = await centre.client('wangmin@demo')
  const saved = await client.call('saveWrapUp', { params: { callId }, body: { reasonId: null, notes: 'went on' } })
  expect(saved).toMatchObject({ status: 200 })
  await page.did({ kind: 'finishWrapUp' })
  await page.inState('idle')
  expect((await client.call('getContact', { params: { callId } })).body).toMatchObject({ releaseCause: 'agentHangUp' })
  const { rows } = await db.owner.query(`select release_cause from contact where agent_number = '129'`)
  expect(rows).toEqual([{ release_cause: 'customerHangUp' }])
})
