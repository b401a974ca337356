// Routes of what belongs to contact records: call reasons, wrap-up, recordings.
import { z } from 'zod'
import { idText } from '../fields.ts'
import { callReasonInputSchema, callReasonSchema, waveformSchema, wrapUpInputSchema, wrapUpSchema } from '../objects/records.ts'
import { defineRoute } from '../rest/route.ts'

const reasonParams = z.strictObject({ id: idText })
const callParams = z.strictObject({ callId: z.string().regex(/^[0-9]+-[0-9]+$/) })
const recordingParams = z.strictObject({ recordingId: z.string().regex(/^[0-9]+-[0-9]+-[0-9]+$/) })

export const recordRoutes = {
  listCallReasons: defineRoute({
    method: 'GET',
    path: '/api/call-reasons',
    access: ['workbench.use', 'callReason.manage', 'record.readAll'],
    tag: 'records',
    summary: { zh: '来电原因列表', en: 'List call reasons' },
    response: z.array(callReasonSchema),
  }),
  createCallReason: defineRoute({
    method: 'POST',
    path: '/api/call-reasons',
    access: ['callReason.manage'],
    tag: 'records',
    summary: { zh: '新建来电原因', en: 'Create a call reason' },
    body: callReasonInputSchema,
    response: callReasonSchema,
  }),
  changeCallReason: defineRoute({
    method: 'PUT',
    path: '/api/call-reasons/:id',
    access: ['callReason.manage'],
    tag: 'records',
    summary: { zh: '修改来电原因', en: 'Change a call reason' },
    params: reasonParams,
    body: callReasonInputSchema,
    response: callReasonSchema,
  }),
  deleteCallReason: defineRoute({
    method: 'DELETE',
    path: '/api/call-reasons/:id',
    access: ['callReason.manage'],
    tag: 'records',
    summary: { zh: '删除来电原因', en: 'Delete a call reason' },
    params: reasonParams,
  }),
  getWrapUp: defineRoute({
    method: 'GET',
    path: '/api/contacts/:callId/wrap-up',
    access: ['workbench.use'],
    tag: 'records',
    summary: { zh: '本人的整理内容', en: 'One’s own wrap-up of a contact' },
    params: callParams,
    response: wrapUpSchema.nullable(),
  }),
  saveWrapUp: defineRoute({
    method: 'PUT',
    path: '/api/contacts/:callId/wrap-up',
    access: ['workbench.use'],
    tag: 'records',
    summary: { zh: '保存整理内容', en: 'Save one’s wrap-up of a contact' },
    params: callParams,
    body: wrapUpInputSchema,
    response: wrapUpSchema,
  }),
  getWaveform: defineRoute({
    method: 'GET',
    path: '/api/recordings/:recordingId/waveform',
    access: ['recording.play'],
    tag: 'records',
    summary: { zh: '录音波形', en: 'Waveform of a recording' },
    params: recordingParams,
    response: waveformSchema,
  }),
  playRecording: defineRoute({
    method: 'GET',
    path: '/api/recordings/:recordingId/audio',
    access: ['recording.play'],
    tag: 'records',
    summary: { zh: '播放录音（WAV，支持 Range）', en: 'Play a recording (WAV, left customer, right agents; Range is supported)' },
    params: recordingParams,
    file: 'audio/wav',
  }),
  deleteRecording: defineRoute({
    method: 'DELETE',
    path: '/api/recordings/:recordingId',
    access: ['recording.delete'],
    tag: 'records',
    summary: { zh: '删除录音', en: 'Delete a recording' },
    params: recordingParams,
  }),
} as const
