// Where the controls of a call stand. What shares a place never stands beside the other; a place stays free while what belongs
// there is away, so that nothing moves under the hand, and nothing else ever stands where a call is answered or ended. Pure.
import type { CallView } from '@openseat/contracts'
import { callControls, type CallControl, type CallContext } from './call-controls.ts'

/** From the left. */
const slots = [
  ['hold', 'retrieve'],
  ['mute'],
  ['keyPad'],
  ['transfer'],
  ['videoRequest', 'videoStop'],
  ['recordStart', 'recordPause', 'recordResume'],
  ['recordStop'],
  ['answer'],
  ['reject', 'hangUp'],
] as const satisfies readonly (readonly CallControl[])[]

type Slot = (typeof slots)[number]

export interface Place {
  /** What stands there, or would. */
  readonly control: CallControl
  readonly isFree: boolean
  /** What comes up at the same place. */
  readonly others: readonly CallControl[]
}

const isKeptAlways = (slot: Slot): boolean => slot[0] === 'answer' || slot[0] === 'reject'

/** A customer's call has all of them sooner or later; only what the settings forbid never comes. */
const isKeptIn = (slot: Slot, call: CallView): boolean =>
  (call.state === 'talking' || call.state === 'held') &&
  call.purpose === 'customer' &&
  (call.recordingAllowed || !slot[0].startsWith('record'))

function placeIn(slot: Slot, context: CallContext, controls: readonly CallControl[]): Place | null {
  const control = slot.find((each) => controls.includes(each))
  const shown = control ?? slot[0]
  const others = slot.filter((each) => each !== shown)
  if (control) return { control, isFree: false, others }
  const isKept = isKeptAlways(slot) || (context.main !== null && isKeptIn(slot, context.main))
  return isKept ? { control: shown, isFree: true, others } : null
}

/** A consultation and a supervision have controls of their own, in their own order. */
export function controlPlaces(context: CallContext): readonly Place[] {
  const controls = callControls(context)
  if (context.consult || context.main?.purpose === 'supervision') return controls.map((control) => ({ control, isFree: false, others: [] }))
  return slots.flatMap((slot) => placeIn(slot, context, controls) ?? [])
}
