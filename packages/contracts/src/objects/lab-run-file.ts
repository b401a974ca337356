// A run of the page author's lab as a file: the page, the contacts that it is told of, and what was done when.
import { z } from 'zod'
import { limits } from '../limits.ts'
import { callDataNames, checkModes, checkParams, popPageFields, type CallDataName } from './screen-pop.ts'

export const labSessionNames = ['A', 'B'] as const
export type LabSessionName = (typeof labSessionNames)[number]
/** Media as pages are told of them. */
export const labMedia = ['audio', 'video', 'web', 'wechat', 'email', 'whatsapp'] as const
export const verifyResults = ['0', '1', '2', '3'] as const

const value = z.string().max(limits.labValue.max)
const key = z.string().min(limits.attachedDataKey.min).max(limits.attachedDataKey.max)
const callDataShape = Object.fromEntries(callDataNames.map((name) => [name, value])) as Record<CallDataName, typeof value>

const sessionSchema = z.strictObject({
  medium: z.enum(labMedia),
  callData: z.strictObject(callDataShape),
  attachedData: z.array(z.strictObject({ key, value })).max(limits.labAttachedKeys.max),
})
export type LabSession = z.output<typeof sessionSchema>

const verificationSchema = z.strictObject({
  verifyTypeCode: z.string().max(limits.labVerifyTypeCode.max),
  verifyResult: z.enum(verifyResults),
  verifyReturn1: value,
  verifyReturn2: value,
  verifyReturn3: value,
})
export type LabVerification = z.output<typeof verificationSchema>

export const labSettingsSchema = z
  .strictObject({
    ...popPageFields,
    /** How long the frame is kept back, as on a slow network. */
    delaySeconds: z.int().min(limits.labDelaySeconds.min).max(limits.labDelaySeconds.max),
    sessions: z.strictObject({ A: sessionSchema, B: sessionSchema }),
    verification: verificationSchema,
    /** The code that a page is answered which wants to call; null: the call is made. */
    outboundRefusal: z.string().min(limits.labRefusal.min).max(limits.labRefusal.max).nullable(),
  })
  .check(checkParams, checkModes)
export type LabSettings = z.output<typeof labSettingsSchema>

export const labEventNames = ['Ringing', 'Talking', 'Release', 'Switch'] as const
export type LabEventName = (typeof labEventNames)[number]
export const labFrameActs = ['reload', 'away', 'back', 'disconnect', 'reconnect'] as const
export type LabFrameAct = (typeof labFrameActs)[number]

const session = z.enum(labSessionNames)
const actionSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('event'), name: z.enum(labEventNames), session }),
  z.strictObject({ kind: z.literal('ivrReturn'), session, verification: verificationSchema }),
  z.strictObject({ kind: z.literal('frame'), act: z.enum(labFrameActs) }),
])
export type LabAction = z.output<typeof actionSchema>

/** A day: nobody waits longer for a replay. */
const longestWaitMs = 86_400_000
const stepSchema = z.strictObject({ afterMs: z.int().min(0).max(longestWaitMs), action: actionSchema })
/** `afterMs`: since the step before, the first one since the page was opened. */
export type LabStep = z.output<typeof stepSchema>

export const labRunFileKind = 'openseat-lab-run'
export const labRunFileVersion = 1

/** What every version of the file has. */
export const labRunFileHeadSchema = z.looseObject({ kind: z.literal(labRunFileKind), version: z.unknown() })

export const labRunFileSchema = z.strictObject({
  kind: z.literal(labRunFileKind),
  version: z.literal(labRunFileVersion),
  savedAt: z.iso.datetime(),
  settings: labSettingsSchema,
  steps: z.array(stepSchema).max(limits.labSteps.max),
})
export type LabRunFile = z.output<typeof labRunFileSchema>
