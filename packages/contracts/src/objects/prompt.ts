// The tenant's library of prompts, uploaded or spoken from a text, and how words are pronounced that engines get wrong.
import { z } from 'zod'
import { matching, text } from '../fields.ts'
import { limits } from '../limits.ts'
import { choiceField, fact, givenField, numberField, textField } from '../resource/fields.ts'
import { defineResource, type ObjectOf } from '../resource/resource.ts'
import { languages } from './staff.ts'

/** `file`: a recording that is uploaded; `text`: an engine speaks it. */
export const promptSources = ['file', 'text'] as const

const access = { read: ['prompt.manage', 'skillQueue.read', 'skillQueue.manage'], manage: ['prompt.manage'] } as const

export const prompt = defineResource(
  {
    name: 'prompt',
    plural: 'Prompts',
    table: 'prompt',
    scope: 'tenant',
    path: '/api/prompts',
    access,
    tag: 'prompts',
    english: { a: 'a prompt', many: 'prompts' },
    fields: {
      /** By which flows name it. */
      code: textField(matching(/^[A-Za-z][A-Za-z0-9_-]*$/, 'promptCode').max(limits.promptCode.max), {
        fixed: true,
        rule: 'promptCode',
        limit: limits.promptCode,
      }),
      name: textField(text(limits.promptName), { limit: limits.promptName }),
      soundSource: choiceField(promptSources, 'file'),
      text: textField(z.string().trim().max(limits.promptText.max).default(''), { limit: limits.promptText }),
      language: choiceField(languages, 'zh-CN'),
      /** Percent of the engine's usual pace. */
      rate: numberField(limits.promptRate),
      /** Null: it has no sound yet. */
      durationMs: givenField(z.int().nullable()),
      /** As it was sent and as it is played. */
      bytes: givenField(z.int().nullable()),
      /** Of the file that was uploaded; empty for a text. */
      fileName: givenField(z.string()),
      usedBy: fact(z.array(z.string())),
    },
    list: {
      search: ['code', 'name', 'text'],
      sort: ['code', 'name', 'durationMs', 'id'],
      first: 'code',
      filters: { soundSource: z.string().max(8).optional() },
    },
    get: true,
    limit: limits.promptsPerTenant,
    unique: ['code', 'name'],
  },
  {
    named: ({ code }) => code,
    rule: ({ soundSource, text: words }, refuse) => {
      if (soundSource === 'text' && words === '') refuse(['text'], 'FIELD_REQUIRED')
      if (soundSource === 'file' && words !== '') refuse(['text'], 'FIELD_NOT_APPLICABLE', { rule: 'promptText' })
    },
  },
)
export type Prompt = ObjectOf<typeof prompt>

export const pronunciation = defineResource(
  {
    name: 'pronunciation',
    plural: 'Pronunciations',
    table: 'pronunciation',
    scope: 'tenant',
    path: '/api/pronunciations',
    access: { read: ['prompt.manage'], manage: ['prompt.manage'] },
    tag: 'prompts',
    english: { a: 'a pronunciation', many: 'pronunciations' },
    fields: {
      word: textField(text(limits.pronunciationWord), { limit: limits.pronunciationWord }),
      /** Pinyin with tone numbers, or other words that sound right. */
      say: textField(text(limits.pronunciationSay), { limit: limits.pronunciationSay }),
      language: choiceField(languages, 'zh-CN'),
    },
    list: { search: ['word', 'say'], sort: ['word', 'id'], first: 'word' },
    get: false,
    limit: limits.pronunciationsPerTenant,
    unique: [],
  },
  { named: ({ word }) => word },
)
export type Pronunciation = ObjectOf<typeof pronunciation>
