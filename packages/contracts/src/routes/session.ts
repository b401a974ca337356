// Routes of logging in, and of what a person sets for themselves.
import { z } from 'zod'
import { languages, logInSchema, meSchema, passwordChangeSchema } from '../objects/staff.ts'
import { defineRoute } from './route.ts'

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
  setLanguage: defineRoute({
    method: 'PUT',
    path: '/api/session/language',
    access: 'loggedIn',
    tag: 'session',
    summary: { zh: '设置界面语言', en: 'Set one’s language' },
    body: z.strictObject({ language: z.enum(languages) }),
  }),
} as const
