// Two programs on one database, as processes: however the one ends, the other goes on, and never both.

import { randomBytes } from 'node:crypto'
import { afterEach, describe, expect, it } from 'vitest'
import { hashPassword } from '../access/passwords.ts'
import { createOperator } from '../settings/platform-setup.ts'
import { Settings } from '../settings/settings.ts'
import { type Bouncer, startBouncer } from '../test-support/pg-bouncer.ts'
import { type Program, startProgram } from '../test-support/program.ts'
import { useTestDatabase } from '../test-support/test-database.ts'
import type { DatabaseAddress } from './connection.ts'

const db = useTestDatabase()
const programs: Program[] = []
const bouncers: Bouncer[] = []
const patience = { timeout: 40_000 }

afterEach(async () => {
  for (const program of programs.splice(0)) await program.close()
  for (const bouncer of bouncers.splice(0)) await bouncer.close()
  await db().owner.query(`update program.lease set held_until = '-infinity'`)
})

async function start(address: DatabaseAddress, more: Readonly<Record<string, string>> = {}): Promise<Program> {
  const program = await startProgram(address, more)
  programs.push(program)
  return program
}

const becomes = (program: Program, status: string, code: number) => expect.poll(program.readiness, patience).toEqual({ code, status })

/** One that serves, and one that waits. */
async function pair(address = db().address): Promise<[Program, Program]> {
  const first = await start(address)
  await becomes(first, 'ready', 200)
  const second = await start(address, { OPENSEAT_STANDBY: '1' })
  await becomes(second, 'standby', 503)
  return [first, second]
}

const password = 'seat by the window 26'

/** The status of a log-in, which writes; undefined when the program hangs up. */
async function logIn({ origin }: Program): Promise<number | undefined> {
  const body = JSON.stringify({ login: 'op', password })
  const headers = { origin, 'content-type': 'application/json' }
  return fetch(`${origin}/api/session`, { method: 'POST', headers, body }).then(
    ({ status }) => status,
    () => undefined,
  )
}

const sessions = async () => Number((await db().owner.query<{ n: number }>('select count(*)::int as n from web_session')).rows[0]?.n)
const epoch = async () => Number((await db().owner.query<{ epoch: number }>('select epoch from program.lease')).rows[0]?.epoch)

describe('two programs on one database', { timeout: 120_000 }, () => {
  it('the second is refused in words, unless it is to wait', async () => {
    const first = await start(db().address)
    await becomes(first, 'ready', 200)
    const second = await start(db().address)
    expect(await second.ended).toBe(1)
    expect(second.said()).toContain(`in use by another OpenSeat (pid=${first.child.pid} `)
    expect(second.said()).toContain('OPENSEAT_STANDBY=1')
    expect(await first.readiness()).toEqual({ code: 200, status: 'ready' })
  })

  it('one with another key encryption key does not start', async () => {
    const first = await start(db().address)
    await becomes(first, 'ready', 200)
    first.child.kill('SIGTERM')
    expect(await first.ended).toBe(0)
    const wrong = await start(db().address, { OPENSEAT_KEK: randomBytes(32).toString('base64') })
    expect(await wrong.ended).toBe(1)
    expect(wrong.said()).toContain('is not the key that sealed')
    await becomes(await start(db().address), 'ready', 200)
  })

  it('a standby with another key encryption key does not wait for the day on which it is needed', async () => {
    const first = await start(db().address)
    await becomes(first, 'ready', 200)
    const wrong = await start(db().address, { OPENSEAT_STANDBY: '1', OPENSEAT_KEK: randomBytes(32).toString('base64') })
    expect(await wrong.ended).toBe(1)
    expect(wrong.said()).toContain('is not the key that sealed')
    expect(await first.readiness()).toEqual({ code: 200, status: 'ready' })
  })

  it('a standby serves nothing but its health', async () => {
    const [first, second] = await pair()
    expect((await fetch(`${second.origin}/healthz`)).status).toBe(200)
    expect((await fetch(`${second.origin}/`)).status).toBe(503)
    expect((await fetch(`${second.origin}/api/session`, { method: 'POST' })).status).toBe(503)
    expect(second.said()).toContain(`pid=${first.child.pid} `)
    second.child.kill('SIGTERM')
    await second.ended
    expect(await first.readiness()).toEqual({ code: 200, status: 'ready' })
  })

  it('the standby takes over from one that was stopped in order', async () => {
    const [first, second] = await pair()
    first.child.kill('SIGTERM')
    expect(await first.ended).toBe(0)
    await becomes(second, 'ready', 200)
  })

  it.each(['directly', 'transaction', 'session'] as const)('the standby takes over from one that was killed, %s', async (way) => {
    const bouncer = way === 'directly' ? undefined : await startBouncer(db().address, way)
    if (bouncer) bouncers.push(bouncer)
    const [first, second] = await pair(bouncer?.address)
    const before = await epoch()
    first.child.kill('SIGKILL')
    await becomes(second, 'ready', 200)
    expect(await epoch()).toBe(before + 1)
  })

  it('one that hung ends when it wakes up and writes nothing of what had come in, and the other serves on', async () => {
    const settings = new Settings(db().database, () => undefined)
    await createOperator(settings, { account: 'op', name: 'Op', passwordHash: await hashPassword(password), mustChangePassword: false })
    const [first, second] = await pair()
    expect(await logIn(first)).toBe(200)
    const before = await sessions()
    first.child.kill('SIGSTOP')
    const whileItHung = Promise.all([1, 2, 3].map(() => logIn(first)))
    await becomes(second, 'ready', 200)
    first.child.kill('SIGCONT')
    expect(await whileItHung).not.toContain(200)
    expect(await sessions()).toBe(before)
    expect(await logIn(second)).toBe(200)
    expect(await first.ended).toBe(1)
    expect(first.said()).toContain('Another OpenSeat has taken the database over')
    expect(await second.readiness()).toEqual({ code: 200, status: 'ready' })
    expect(await first.readiness()).toBeUndefined()
  })

  it('is taken over again and again', async () => {
    const before = await epoch()
    let [first, second] = await pair()
    for (let round = 0; round < 3; round++) {
      first.child.kill('SIGKILL')
      await becomes(second, 'ready', 200)
      first = second
      second = await start(db().address, { OPENSEAT_STANDBY: '1' })
      await becomes(second, 'standby', 503)
    }
    expect(await epoch()).toBe(before + 4)
  })
})
