// The worker process: IPC in, IPC out. Its argument is the settings as JSON.
// It lives exactly as long as its parent's channel, so that a killed server leaves no media behind.

import { MediaError } from '../media/media-error.ts'
import { MediaHost } from './media-host.ts'
import type { WorkerSettings } from './media-settings.ts'
import type { CommandName } from './room-commands.ts'
import type { FromWorker, ToWorker } from './worker-messages.ts'

const GOODBYE_MS = 500

const tell = (message: FromWorker): void => {
  if (process.connected) process.send?.(message)
}

// The argument is written by media-worker-process.ts of this same version.
const settings: WorkerSettings = JSON.parse(process.argv[2] ?? '{}')
const host = new MediaHost({ settings, emit: (event) => tell({ kind: 'event', event }) })

const perform = (name: CommandName, input: unknown): Promise<unknown> => {
  const command: (input: never) => Promise<unknown> = host[name]
  return command.call(host, input as never)
}

process.on('message', ({ id, name, input }: ToWorker) => {
  perform(name, input).then(
    (output) => tell({ kind: 'done', id, output }),
    (error: unknown) => {
      const refusal = error instanceof MediaError ? error : new MediaError('MEDIA_FAULT', String(error))
      tell({ kind: 'refused', id, code: refusal.code, detail: refusal.detail })
    },
  )
})

// Browsers are told goodbye, if that is quick.
process.on('disconnect', () => {
  setTimeout(() => process.exit(0), GOODBYE_MS)
  void host.close().finally(() => process.exit(0))
})

// Ctrl-C reaches the whole process group; the parent decides when calls end, and closes the channel.
process.on('SIGINT', () => undefined)
process.on('SIGTERM', () => undefined)

// One peer's malformed datagram must not end forty calls.
const reportFault = (error: unknown): void =>
  tell({ kind: 'fault', detail: error instanceof Error ? (error.stack ?? error.message) : String(error) })
process.on('uncaughtException', reportFault)
process.on('unhandledRejection', reportFault)
