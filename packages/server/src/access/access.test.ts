import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { demoSecret, demoServer, TestClient } from '../test-support/test-server.ts'
import { useTestDatabase } from '../test-support/test-database.ts'
import { lockSeconds } from '../log-in/lock-out.ts'

const db = useTestDatabase()
let server: Awaited<ReturnType<typeof demoServer>>
beforeAll(async () => {
  server = await demoServer(db().database)
})
afterAll(() => server.http.close())

const minute = 60_000
const later = (milliseconds: number) => (server.clock.now = new Date(server.clock.now.getTime() + milliseconds))
const stranger = () => new TestClient(server.http)

describe('logging in', () => {
  it('gives a cookie that scripts and other sites cannot use', async () => {
    const answer = await stranger().logIn('admin@demo', demoSecret)
    expect(answer.body).toMatchObject({ tenantCode: 'demo', account: 'admin', mustChangePassword: false, demo: true })
    expect(String(answer.headers['set-cookie'])).toMatch(
      /^openseat_session=[\w-]{43}; .*Path=\/; .*HttpOnly; SameSite=Lax,openseat_device=.*HttpOnly; SameSite=Lax$/,
    )
  })

  it('takes an operator without a tenant, and nobody as account@platform', async () => {
    expect((await stranger().logIn('operator', demoSecret)).body).toMatchObject({ tenantId: 0 })
    expect((await stranger().logIn('operator@platform', demoSecret)).status).toBe(401)
  })

  it('does not mind the case of the account', async () => {
    expect((await stranger().logIn('Admin@DEMO', demoSecret)).status).toBe(200)
  })

  it('stores the hash of the cookie only', async () => {
    const client = await server.client('admin@demo')
    const { rows } = await db().owner.query<{ all: string }>(`select string_agg(to_jsonb(w)::text, '') as all from web_session w`)
    expect(rows[0]?.all).not.toContain(client.cookie.split('=')[1])
  })

  it('ends when idle for long, and after a long day even when used', async () => {
    const client = await server.client('lilei@demo')
    later(239 * minute)
    expect((await client.call('getMe')).status).toBe(200)
    later(241 * minute)
    expect((await client.call('getMe')).status).toBe(401)
    const busy = await server.client('lilei@demo')
    for (let hour = 0; hour < 15; hour++) {
      later(60 * minute)
      expect((await busy.call('getMe')).status).toBe(200)
    }
    later(61 * minute)
    expect((await busy.call('getMe')).status).toBe(401)
  })

  it('ends with logging out', async () => {
    const client = await server.client('lilei@demo')
    expect((await client.call('logOut')).status).toBe(204)
    expect((await client.call('getMe')).body.code).toBe('LOGIN_REQUIRED')
  })
})

describe('wrong passwords', () => {
  it('are answered alike for an account that exists and one that does not, up to the lock', async () => {
    for (const login of ['zhaoli@demo', 'nobody@demo', 'nobody@nowhere', 'nobody']) {
      const answers = []
      for (let tries = 0; tries < 6; tries++) answers.push(await stranger().logIn(login, 'wrong'))
      expect(answers.map((answer) => answer.body.code)).toEqual([...Array.from({ length: 5 }, () => 'LOGIN_FAILED'), 'LOGIN_LOCKED'])
      expect(answers[5]?.headers['retry-after']).toBe('15')
    }
  })

  it('sent all at once are still counted one by one', async () => {
    const answers = await Promise.all(Array.from({ length: 12 }, () => stranger().logIn('nobody@all-at-once', 'wrong')))
    const codes = answers.map((answer) => answer.body.code)
    expect(codes.filter((code) => code === 'LOGIN_FAILED')).toHaveLength(5)
    expect(codes.filter((code) => code === 'LOGIN_LOCKED')).toHaveLength(7)
  })

  it('lock the account also for the right one, until the time is over', async () => {
    expect((await stranger().logIn('zhaoli@demo', demoSecret)).body.code).toBe('LOGIN_LOCKED')
    later(16_000)
    expect((await stranger().logIn('zhaoli@demo', demoSecret)).status).toBe(200)
  })

  it('make the wait longer each time, to an hour', () => {
    expect([1, 4, 5, 6, 7, 30].map(lockSeconds)).toEqual([0, 0, 15, 30, 60, 3_600])
  })

  it('can be unlocked by the administrator', async () => {
    const admin = await server.client('admin@demo')
    for (let tries = 0; tries < 5; tries++) await stranger().logIn('wangmin@demo', 'wrong')
    const { body } = await admin.call('listStaff', { query: { search: 'wangmin' } })
    const staff = body.items?.[0]
    expect(staff?.['lockedUntil']).not.toBeNull()
    await admin.call('unlockStaff', { params: { id: Number(staff?.['id']) } })
    expect((await stranger().logIn('wangmin@demo', demoSecret)).status).toBe(200)
  })

  it('stand in the audit log with the address, as do successes', async () => {
    const admin = await server.client('admin@demo')
    const { body } = await admin.call('listAudit', { query: { search: 'zhaoli' } })
    expect(body.items?.map((entry) => entry['action'])).toEqual(expect.arrayContaining(['logInFailed', 'logIn']))
    expect(body.items?.[0]).toMatchObject({ address: '127.0.0.1' })
  })
})

describe('a stranger elsewhere', () => {
  const cracker = (n = 0) => new TestClient(server.http, `198.51.100.${n}`)

  it('locks nobody out with a few guesses', async () => {
    for (let tries = 0; tries < 6; tries++) await cracker().logIn('lilei@demo', 'wrong')
    expect((await cracker().logIn('lilei@demo', demoSecret)).body.code).toBe('LOGIN_LOCKED')
    expect((await stranger().logIn('lilei@demo', demoSecret)).status).toBe(200)
  })

  it('with many addresses closes the account, but not to the device on which it was logged in', async () => {
    const cookies = (await stranger().logIn('lilei@demo', demoSecret)).headers['set-cookie'] as string[]
    const device = cookies.find((cookie) => cookie.startsWith('openseat_device='))?.split(';')[0] ?? ''
    for (let n = 1; n < 22; n++) await cracker(n).logIn('lilei@demo', 'wrong')
    expect((await stranger().logIn('lilei@demo', demoSecret)).body.code).toBe('LOGIN_LOCKED')
    const known = stranger()
    known.cookie = device
    expect((await known.logIn('lilei@demo', demoSecret)).status).toBe(200)
  })

  it('who tries each account once is slowed, and stands in the operator’s log', async () => {
    const codes = []
    for (let n = 0; n < 52; n++) codes.push((await cracker(99).logIn(`guess${n}@demo`, 'Spring2026!')).body.code)
    expect([codes[0], codes.at(-1)]).toEqual(['LOGIN_FAILED', 'LOGIN_LOCKED'])
    const operator = await server.client('operator')
    const entries = (await operator.call('listAudit', { query: { search: 'logInsSlowed' } })).body.items
    expect(entries).toMatchObject([{ objectId: '198.51.100.99' }])
    const tenant = await (await server.client('admin@demo')).call('listAudit', { query: { search: 'guess7@demo' } })
    expect(tenant.body.items).toMatchObject([{ action: 'logInFailed', address: '198.51.100.99' }])
  })

  it('guesses the password inside a log-in no faster than at the door', async () => {
    const client = await server.client('wangmin@demo')
    const guess = () => client.call('changePassword', { body: { currentPassword: 'wrong', newPassword: 'tea at half past four' } })
    const codes = []
    for (let tries = 0; tries < 6; tries++) codes.push((await guess()).body.code)
    expect(codes.slice(-2)).toEqual(['REQUEST_INVALID', 'LOGIN_LOCKED'])
    later(16_000)
    expect((await guess()).body.code).toBe('REQUEST_INVALID')
  })
})

describe('a first password', () => {
  it('must be changed before anything else, and follows the policy', async () => {
    const admin = await server.client('admin@demo')
    const roles = await admin.call('listRoles')
    const agentRole = roles.body.items?.find((role) => role['builtin'] === 'agent')
    const made = await admin.call('createStaff', { body: { account: 'newcomer', name: 'New', roleIds: [agentRole?.['id']] } })
    expect(made.body['login']).toBe('newcomer@demo')
    const client = stranger()
    const initial = String(made.body['initialPassword'])
    expect((await client.logIn('newcomer@demo', initial)).body).toMatchObject({ mustChangePassword: true })
    expect((await client.call('listContacts')).body.code).toBe('PASSWORD_CHANGE_REQUIRED')
    const change = (newPassword: string) => client.call('changePassword', { body: { currentPassword: initial, newPassword } })
    expect((await change('newcomer-2026')).body.problems?.map((problem) => problem.message)).toEqual([
      'The password is too weak: it must not contain the account',
    ])
    expect((await change('aaaaaaaaaaab')).body.problems?.[0]?.params['rule']).toBe('passwordVariety')
    expect((await change('password1234')).body.problems?.[0]?.params['rule']).toBe('passwordCommon')
    expect((await change(initial)).body.problems?.[0]?.params['rule']).toBe('passwordSame')
    expect((await change('short')).body.problems?.[0]?.code).toBe('FIELD_TOO_SHORT')
    expect((await change('tea at half past four')).status).toBe(204)
    expect((await client.call('getMe')).body).toMatchObject({ mustChangePassword: false })
  })

  it('is wrong in its present form: the change names the field', async () => {
    const client = await server.client('lilei@demo')
    const answer = await client.call('changePassword', { body: { currentPassword: 'x', newPassword: 'tea at half past four' } })
    expect(answer.body.problems).toMatchObject([{ field: 'currentPassword', code: 'PASSWORD_WRONG' }])
  })
})

describe('shutting out', () => {
  it('of a staff member ends the log-ins at once', async () => {
    const admin = await server.client('admin@demo')
    const client = await server.client('lilei@demo')
    const { body } = await admin.call('listStaff', { query: { search: 'lilei' } })
    const { id, name, roleIds } = body.items?.[0] ?? {}
    expect((await admin.call('changeStaff', { params: { id: Number(id) }, body: { name, roleIds, active: false } })).status).toBe(200)
    expect((await client.call('getMe')).status).toBe(401)
    expect((await stranger().logIn('lilei@demo', demoSecret)).body.code).toBe('LOGIN_FAILED')
    await admin.call('changeStaff', { params: { id: Number(id) }, body: { name, roleIds } })
  })

  it('of a tenant ends all its log-ins; only who knows the password is told why', async () => {
    const operator = await server.client('operator')
    const admin = await server.client('admin@demo')
    expect((await operator.call('suspendTenant', { params: { tenantId: 1 } })).body).toMatchObject({ status: 'suspended' })
    expect((await admin.call('getMe')).status).toBe(401)
    expect((await stranger().logIn('admin@demo', demoSecret)).body.code).toBe('TENANT_SUSPENDED')
    expect((await stranger().logIn('admin@demo', 'wrong')).body.code).toBe('LOGIN_FAILED')
    await operator.call('resumeTenant', { params: { tenantId: 1 } })
    expect((await stranger().logIn('admin@demo', demoSecret)).status).toBe(200)
  })
})

describe('the origin of a change', () => {
  const setLanguage = async (headers: Record<string, string>) => {
    const client = await server.client('admin@demo')
    return client.call('setLanguage', { body: { language: 'en' }, headers })
  }

  it.each([['https://evil.example'], ['http://localhost.evil.example'], ['http://localhost:81'], ['null']])(
    'is refused from %s',
    async (origin) => {
      expect((await setLanguage({ origin })).body.code).toBe('REQUEST_ORIGIN')
    },
  )

  it('is refused when the browser says cross-site without naming one', async () => {
    expect((await setLanguage({ 'sec-fetch-site': 'cross-site' })).body.code).toBe('REQUEST_ORIGIN')
  })

  it('is taken from the workbench itself', async () => {
    expect((await setLanguage({ origin: 'http://localhost' })).status).toBe(204)
  })
})
