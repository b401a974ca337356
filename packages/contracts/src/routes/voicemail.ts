// Routes of the messages that callers leave, and of calling back whoever called without seeing the number.
import { z } from 'zod'
import { idText } from '../fields.ts'
import { voicemailChangeSchema, voicemailQuerySchema, voicemailSchema } from '../objects/voicemail.ts'
import { pageOf } from '../rest/listing.ts'
import { defineRoute } from '../rest/route.ts'

const access = ['workbench.use', 'record.readAll'] as const
const params = z.strictObject({ id: idText })

export const voicemailRoutes = {
  listVoicemails: defineRoute({
    method: 'GET',
    path: '/api/voicemails',
    access,
    tag: 'records',
    summary: { zh: '语音留言列表：座席看到自己技能队列的留言', en: 'List messages that callers left: of one’s own queues, or of all' },
    query: voicemailQuerySchema,
    response: pageOf(voicemailSchema).extend({
      /** Of the same queues, whatever the filter: nobody deals with them yet. */
      newCount: z.int(),
    }),
  }),
  changeVoicemail: defineRoute({
    method: 'POST',
    path: '/api/voicemails/:id/state',
    access: ['workbench.use'],
    tag: 'records',
    summary: { zh: '接手、放回或办结语音留言', en: 'Take a message, give it back, or close it' },
    params,
    body: voicemailChangeSchema,
    response: voicemailSchema,
  }),
  playVoicemail: defineRoute({
    method: 'GET',
    path: '/api/voicemails/:id/audio',
    access,
    tag: 'records',
    summary: { zh: '播放语音留言（WAV，支持 Range）', en: 'Play a message (WAV; Range is supported)' },
    params,
    file: 'audio/wav',
  }),
  callBack: defineRoute({
    method: 'POST',
    path: '/api/contacts/:callId/call-back',
    access: ['workbench.use'],
    tag: 'records',
    summary: {
      zh: '按接触记录回拨客户，无需看到号码；本人须已签入',
      en: 'Call a contact’s customer back by its record, without seeing the number; the agent must be signed in',
    },
    params: z.strictObject({ callId: z.string().regex(/^[0-9]+-[0-9]+$/) }),
    response: z.object({ callId: z.string().nullable() }),
  }),
} as const
