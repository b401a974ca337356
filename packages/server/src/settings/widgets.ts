// Web call widgets (网页呼叫组件). A signing key is made here, shown once and kept sealed; a widget has at most two, so
// that a company can change from one to the other without refusing a visitor.

import { randomBytes } from 'node:crypto'
import { AppError, type ObjectOf, widget } from '@openseat/contracts'
import { sql } from 'kysely'
import type { SecretBox } from '../access/secret-box.ts'
import type { HandlersOf } from '../http/handlers.ts'
import { json } from '../store/schema.ts'
import { actor, found, nextVersion, type SettingsParts, unknownReference } from './checks.ts'
import { ResourceChanges } from './resource-changes.ts'
import { resourceHandlers } from './resource-handlers.ts'
import type { Edit } from './settings.ts'

/** What a sealed key was sealed for. */
export const widgetKeyPurpose = 'widget.key'
const keysAtOnce = 2

type Widget = ObjectOf<typeof widget>

/** Given: the first key of a new widget. */
export const widgets = new ResourceChanges<typeof widget, NewKey | undefined>(widget, {
  facts: { keys: sql`t.keys` },
  check: async ({ edit: { trx }, input: { accessCode } }) => {
    const own = await trx
      .selectFrom('access_code')
      .select('code')
      .where(sql<boolean>`starts_with(${accessCode}, code)`)
      .executeTakeFirst()
    return own === undefined ? [unknownReference('accessCode', accessCode)] : []
  },
  columns: ({ given }) =>
    given === undefined ? {} : { public_id: `w-${randomBytes(12).toString('base64url')}`, keys: json([given.stored]) },
})

export function widgetHandlers(parts: SettingsParts): HandlersOf<keyof typeof widget.routes | 'addWidgetKey' | 'removeWidgetKey'> {
  const { settings, network } = parts
  const newKey = (): NewKey => makeKey(network?.secrets)
  return {
    ...resourceHandlers(parts, widgets, { given: () => undefined }),
    createWidget: async (call) => {
      const made = newKey()
      const after = await settings.change(call.person.tenantId, actor(call), (edit) => widgets.create(edit, call.body, made))
      return { widget: after, key: made.key }
    },
    addWidgetKey: async (call) => {
      const made = newKey()
      const after = await settings.change(call.person.tenantId, actor(call), (edit) => addKey(edit, call.params.id, made))
      return { widget: after, key: made.key }
    },
    removeWidgetKey: (call) =>
      settings.change(call.person.tenantId, actor(call), (edit) => removeKey(edit, call.params.id, call.params.keyId)),
  }
}

interface StoredKey {
  readonly keyId: string
  readonly sealed: string
  readonly createdAt: string
}

export interface NewKey {
  readonly key: string
  readonly stored: StoredKey
}

export function makeKey(secrets: SecretBox | undefined): NewKey {
  if (!secrets) throw new Error('this server has no keys to seal a widget’s key with')
  const key = randomBytes(32).toString('base64url')
  const stored = { keyId: randomBytes(4).toString('hex'), sealed: secrets.seal(key, widgetKeyPurpose), createdAt: new Date().toISOString() }
  return { key, stored }
}

async function readKeys({ trx }: Edit, id: number): Promise<StoredKey[]> {
  return found(await trx.selectFrom('widget').select('keys').where('id', '=', id).executeTakeFirst(), 'widget', id).keys
}

async function addKey(edit: Edit, id: number, { stored }: NewKey): Promise<Widget> {
  const keys = await readKeys(edit, id)
  if (keys.length >= keysAtOnce) throw new AppError('OBJECT_LIMIT', { object: 'signingKey', max: keysAtOnce })
  return setKeys(edit, id, [...keys, stored])
}

async function removeKey(edit: Edit, id: number, keyId: string): Promise<Widget> {
  const keys = await readKeys(edit, id)
  const left = keys.filter((key) => key.keyId !== keyId)
  if (left.length === keys.length) throw new AppError('OBJECT_NOT_FOUND', { object: 'signingKey', id: keyId })
  return setKeys(edit, id, left)
}

async function setKeys({ trx, audit }: Edit, id: number, keys: readonly StoredKey[]): Promise<Widget> {
  const before = await widgets.read(trx, id)
  await trx
    .updateTable('widget')
    .set({ keys: json(keys), version: nextVersion })
    .where('id', '=', id)
    .execute()
  const after = await widgets.read(trx, id)
  audit({ action: 'change', objectType: 'widget', objectId: id, before, after })
  return after
}
