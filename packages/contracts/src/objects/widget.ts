// Web call widgets (网页呼叫组件): a tenant's button for a company's site, by which visitors call an access code.
import { z } from 'zod'
import { instant, matching, text } from '../fields.ts'
import { limits } from '../limits.ts'
import { choiceField, fact, flagField, givenField, listField, numberField, textField } from '../resource/fields.ts'
import { defineResource, type ObjectOf } from '../resource/resource.ts'
import { dialledNumberSchema } from './dialled-number.ts'

export const widgetMedia = ['audio', 'video', 'both'] as const

/** Exactly one page origin: https, or a computer's own. */
const pageOrigin = matching(
  /^(https:\/\/[a-z0-9]([a-z0-9.-]*[a-z0-9])?|http:\/\/(localhost|127\.0\.0\.1))(:[1-9]\d{0,4})?$/,
  'widgetOrigin',
).max(261)

export const widget = defineResource(
  {
    name: 'widget',
    plural: 'Widgets',
    table: 'widget',
    scope: 'tenant',
    path: '/api/widgets',
    access: { read: ['widget.manage'], manage: ['widget.manage'] },
    tag: 'network',
    english: { a: 'a web call widget', many: 'web call widgets' },
    notes: { create: '; its key is shown once' },
    fields: {
      /** Names it on the company's page and in what its server signs. */
      publicId: givenField(z.string()),
      name: textField(text(limits.widgetName), { limit: limits.widgetName }),
      /** What a visitor's call dials: an access code, or one with its extension code. */
      accessCode: textField(dialledNumberSchema),
      media: choiceField(widgetMedia, 'audio'),
      /** Pages that may show it. */
      origins: listField(z.array(pageOrigin).min(1).max(limits.widgetOrigins), z.array(z.string())),
      maxCalls: numberField(limits.widgetCalls),
      /** Visitors for whom the company's server has signed nothing may call, without attached data. */
      anonymous: flagField(false),
      enabled: flagField(true),
      /** Two while the company changes from one to the other. */
      keys: fact(z.array(z.object({ keyId: z.string(), createdAt: instant }))),
    },
    list: { search: ['name', 'accessCode'], sort: ['name', 'accessCode', 'id'], first: 'name' },
    get: false,
    limit: limits.widgetsPerTenant,
    unique: ['name'],
  },
  { named: ({ name }) => name, created: (object) => z.object({ widget: object, key: z.string() }) },
)
export type Widget = ObjectOf<typeof widget>
