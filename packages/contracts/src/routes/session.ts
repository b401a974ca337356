// Routes of logging in, and of what a person sets for themselves.
import { z } from 'zod'
import { languages, logInEntrySchema, logInSchema, meSchema, passwordChangeSchema } from '../objects/staff.ts'
import { defineRoute } from '../rest/route.ts'

export const sessionRoutes = {
  logIn: defineRoute({
    method: 'POST',
    path: '/api/session',
    access: 'public',
    tag: 'session',
    summary: { zh: '登录', en: 'Log in' },
    body: logInSchema,
    response: meSchema,
  }),
  logOut: defineRoute({
    method: 'DELETE',
    path: '/api/session',
    access: 'loggedIn',
    tag: 'session',
    summary: { zh: '退出', en: 'Log out' },
  }),
  getMe: defineRoute({
    method: 'GET',
    path: '/api/session',
    access: 'loggedIn',
    tag: 'session',
    summary: { zh: '当前登录者', en: 'The logged-in person' },
    response: meSchema,
  }),
  changePassword: defineRoute({
    method: 'PUT',
    path: '/api/session/password',
    access: 'loggedIn',
    tag: 'session',
    summary: { zh: '修改密码', en: 'Change one’s password' },
    body: passwordChangeSchema,
  }),
  listLogIns: defineRoute({
    method: 'GET',
    path: '/api/session/all',
    access: 'loggedIn',
    tag: 'session',
    summary: { zh: '自己的全部登录', en: 'One’s own log-ins' },
    response: z.object({ items: z.array(logInEntrySchema) }),
  }),
  endLogIn: defineRoute({
    method: 'DELETE',
    path: '/api/session/all/:logInId',
    access: 'loggedIn',
    tag: 'session',
    summary: { zh: '结束自己的一个登录', en: 'Log out one of one’s own log-ins' },
    params: z.object({ logInId: z.string().regex(/^[0-9a-f]{16}$/) }),
  }),
  endAllLogIns: defineRoute({
    method: 'DELETE',
    path: '/api/session/all',
    access: 'loggedIn',
    tag: 'session',
    summary: { zh: '在所有设备上退出', en: 'Log out everywhere' },
  }),
  setLanguage: defineRoute({
    method: 'PUT',
    path: '/api/session/language',
    access: 'loggedIn',
    tag: 'session',
    summary: { zh: '设置界面语言', en: 'Set one’s language' },
    body: z.strictObject({ language: z.enum(languages) }),
  }),
} as const
