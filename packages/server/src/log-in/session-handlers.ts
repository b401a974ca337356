// The routes of one's own log-in: log in and out, who am I, password, language.

import { AppError, type Me, permissionNames } from '@openseat/contracts'
import type { HandlersOf, RouteCall } from '../http/handlers.ts'
import { refuseIfAny } from '../http/problem.ts'
import { actorOf, type Settings, writeAudit } from '../settings/settings.ts'
import { demoTenantCode } from '../store/tenant-facts.ts'
import type { Database } from '../store/database.ts'
import type { TenantTransaction } from '../store/tenant-store.ts'
import type { LogIn } from './log-in.ts'
import { hashPassword, passwordProblems } from '../access/passwords.ts'
import type { Person, PersonFacts } from '../access/person.ts'
import { endNamedSession, endSession, endSessionsOf, type Sessions } from '../access/sessions.ts'

export interface SessionParts {
  readonly database: Database
  readonly settings: Settings
  readonly logIn: LogIn
  readonly sessions: Sessions
  /** The demo installation says so, for the log-in page. */
  readonly demo: boolean
}

type SessionRoute = 'logIn' | 'logOut' | 'listLogIns' | 'endLogIn' | 'endAllLogIns' | 'getMe' | 'changePassword' | 'setLanguage'

export function sessionHandlers(parts: SessionParts): HandlersOf<SessionRoute> {
  return {
    logIn: async ({ body, context }) => {
      const { address, userAgent, device, cookie } = context
      const { person, session, deviceCookie } = await parts.logIn.attempt({ ...body, address, userAgent, deviceCookie: device.value })
      cookie.start(session.token, session.expiresAt)
      device.keep(deviceCookie)
      return toMe(person, parts.demo)
    },
    logOut: async (call) => {
      await ending(parts, call, (trx, { sessionHash }) => endSession(trx, sessionHash))
      call.context.cookie.end()
    },
    listLogIns: async ({ person }) => ({ items: await parts.sessions.list(person) }),
    endLogIn: (call) =>
      ending(parts, call, async (trx, { staffId }) => {
        const { logInId: id } = call.params
        if (!(await endNamedSession(trx, staffId, id))) throw new AppError('OBJECT_NOT_FOUND', { object: 'logIn', id })
      }),
    endAllLogIns: async (call) => {
      await ending(parts, call, (trx, { staffId }) => endSessionsOf(trx, staffId))
      call.context.cookie.end()
    },
    getMe: async ({ person }) => toMe(person, parts.demo),
    changePassword: (call) => changePassword(parts, call),
    setLanguage: async ({ person, body }) => {
      await parts.database
        .forTenant(person.tenantId)
        .transaction((trx) => trx.updateTable('staff').set({ locale: body.language }).where('id', '=', person.staffId).execute())
    },
  }
}

type Ending = 'logOut' | 'endLogIn' | 'endAllLogIns'

/** Once it is answered, the sockets of what ended are closed. */
async function ending(
  { database, sessions }: SessionParts,
  { person, context }: Pick<RouteCall<Ending>, 'person' | 'context'>,
  work: (trx: TenantTransaction, person: Person) => Promise<void>,
): Promise<void> {
  const { tenantId } = person
  await database.forTenant(tenantId).transaction(async (trx) => {
    await work(trx, person)
    const entry = { action: 'logOut', objectType: 'staff', objectId: person.staffId } as const
    await writeAudit({ trx, tenantId }, actorOf(person, context.address), [entry])
  })
  await sessions.live.check(tenantId)
}

async function changePassword(parts: SessionParts, { person, body, context }: RouteCall<'changePassword'>): Promise<void> {
  const store = parts.database.forTenant(person.tenantId)
  const right = await parts.logIn.isOwnPassword(person, { password: body.currentPassword, address: context.address })
  if (!right) refuseIfAny([{ field: 'currentPassword', code: 'PASSWORD_WRONG', params: {} }])
  refuseIfAny(passwordProblems({ account: person.account, current: body.currentPassword, next: body.newPassword }))
  const passwordHash = await hashPassword(body.newPassword)
  await store.transaction(async (trx) => {
    const change = { password_hash: passwordHash, must_change_password: false }
    const { numUpdatedRows } = await trx.updateTable('staff').set(change).where('id', '=', person.staffId).executeTakeFirst()
    if (numUpdatedRows === 0n) throw new AppError('LOGIN_REQUIRED')
    await endSessionsOf(trx, person.staffId, person.sessionHash)
    const entry = { action: 'changePassword', objectType: 'staff', objectId: person.staffId } as const
    await writeAudit({ trx, tenantId: person.tenantId }, actorOf(person, context.address), [entry])
  })
  await parts.sessions.live.check(person.tenantId)
}

function toMe(person: PersonFacts, demo: boolean): Me {
  return {
    tenantId: person.tenantId,
    tenantCode: person.tenantCode,
    tenantName: person.tenantName,
    country: person.country,
    timeZone: person.timeZone,
    staffId: person.staffId,
    account: person.account,
    name: person.name,
    permissions: permissionNames.filter((name) => person.permissions.has(name)),
    agentNumber: person.agentNumber,
    mustChangePassword: person.mustChangePassword,
    language: person.language,
    demo: demo && person.tenantCode === demoTenantCode,
  }
}
