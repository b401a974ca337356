// Routes of prompts and pronunciations.
import { z } from 'zod'
import { idText } from '../fields.ts'
import { limits } from '../limits.ts'
import { prompt, pronunciation } from '../objects/prompt.ts'
import { defineRoute } from '../rest/route.ts'

const byId = z.strictObject({ id: idText })

export const promptRoutes = {
  ...prompt.routes,
  ...pronunciation.routes,
  uploadPrompt: defineRoute({
    method: 'PUT',
    path: '/api/prompts/:id/sound',
    access: ['prompt.manage'],
    tag: 'prompts',
    summary: {
      zh: '上传语音文件（WAV 或 MP3）',
      en: 'Upload the sound of a prompt: WAV or MP3, at most 10 MB and 5 minutes; it is levelled and brought to 8 kHz',
    },
    params: byId,
    query: z.strictObject({
      fileName: z.string().trim().max(200),
      /** Silence of more than a second at either end goes. */
      trim: z.enum(['true', 'false']).default('false'),
    }),
    upload: { type: 'application/octet-stream', maxBytes: limits.promptFileBytes },
    body: z.instanceof(Uint8Array),
    response: prompt.output,
  }),
  playPrompt: defineRoute({
    method: 'GET',
    path: '/api/prompts/:id/sound',
    access: ['prompt.manage', 'skillQueue.read', 'skillQueue.manage'],
    tag: 'prompts',
    summary: { zh: '试听语音', en: 'Play a prompt as callers hear it' },
    params: byId,
    file: 'audio/wav',
  }),
} as const
