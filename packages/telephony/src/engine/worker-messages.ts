// The IPC between the main process and its media workers (JSON). Both ends are ours and of one version.

import type { MediaErrorCode } from '../media/media-error.ts'
import type { MediaEvent } from './media-event.ts'
import type { CommandName } from './room-commands.ts'

export type ToWorker = { id: number; name: CommandName; input: unknown }

export type FromWorker =
  | { kind: 'done'; id: number; output: unknown }
  | { kind: 'refused'; id: number; code: MediaErrorCode; detail: string }
  | { kind: 'event'; event: MediaEvent }
  /** An error that nothing in the worker handled; it goes on. */
  | { kind: 'fault'; detail: string }
