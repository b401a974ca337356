// A flow that a contact runs through. While it waits in a line, or rings, the flow goes on beside; it ends where the contact does,
// and where somebody takes it.
import type { FlowEffect, FlowRef, FlowRun, FlowTraceRow } from '../flow/run.ts'

export interface ContactFlow {
  readonly flowId: number
  readonly name: string
  /** The revision that it began with, and keeps. */
  readonly ref: FlowRef
  /** Which of the contact's flows it is: 1, 2 …; answers name it. */
  readonly n: number
  run: FlowRun
  /** Asked of the outside, and not answered yet. */
  pending: readonly FlowEffect[]
  /** A prompt, by its code, that is heard in place of the line's tone; null: that tone. */
  music: string | null
  /** The agent who sent the contact here and is to have it back. */
  readonly returnTo: string | null
  /** Steps written to the timeline so far. */
  stepsTold: number
  /** The latest steps beyond those that are written as they come; they are written at the end. */
  lastSteps: readonly FlowTraceRow[]
}

/** The flow speaks, asks or records: nothing else is played. Who listens for a key alone does not. */
export const isFlowHeard = ({ flow }: { readonly flow: ContactFlow | null }): boolean => flow?.pending.some(isHeard) ?? false

const isHeard = (effect: FlowEffect): boolean =>
  effect.do === 'playPrompts' || effect.do === 'record' || (effect.do === 'collectKeys' && effect.prompts.length > 0)
