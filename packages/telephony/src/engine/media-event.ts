// All that the media engine reports. What a command itself did (a leg closed, a room closed) is not reported.

import type { RecordedFile } from '../recording/recording-file.ts'
import type { LegStats } from './leg-stats.ts'
import type { UnreadReason } from './unread-packets.ts'

export type MediaEvent =
  /**
   * Audio can flow: a browser is connected, a SIP peer's SDP agreed. Comes again after a reconnect, for a replaced leg, and when a
   * browser's packets come after a `mediaTimeout`.
   */
  | { type: 'legConnected'; room: string; leg: string }
  /** The connection is gone for now (network, closed page); it may come back by itself or by `openWebLeg`. */
  | { type: 'legDisconnected'; room: string; leg: string }
  /** The connection will not come back by itself. The leg stays until closed or replaced. */
  | { type: 'legFailed'; room: string; leg: string; reason: LegFailure }
  /** A key of the peer, once per press, when it begins. */
  | { type: 'digit'; room: string; leg: string; digit: string }
  | { type: 'playEnded'; room: string; playId: string; leg?: string; reason: 'finished' | 'stopped' | 'legClosed' }
  /**
   * The file at `path` is complete and will not change. `diskFault`: the disk refused or lagged; what was written until then is kept.
   * `roomLost`: its worker died, the file was mended. `bytes` 0: the file could not be mended, `recoverRecording(path)` may later.
   */
  | ({ type: 'recordingEnded'; room: string; recordingId: string; reason: RecordingEnd } & RecordedFile)
  /** A browser, which always sends, has sent nothing for `silentSeconds`; once, until packets come again. */
  | { type: 'mediaTimeout'; room: string; leg: string; silentSeconds: number }
  /** A SIP peer that may speak has sent nothing for so long; once, until `legHeard`. It may well be listening. */
  | { type: 'legQuiet'; room: string; leg: string; quietSeconds: number }
  /** Of a SIP peer neither audio nor reports have come for as long, whether it may speak or not; again after the same time. */
  | { type: 'legSilent'; room: string; leg: string }
  /** A SIP peer's packets come and are not heard: a codec that was not agreed upon, a wrong key, an address that nobody named. Each once. */
  | { type: 'legUnread'; room: string; leg: string; reason: UnreadReason; detail: string }
  /** After a `legQuiet`: its packets come again, or none are expected any more. */
  | { type: 'legHeard'; room: string; leg: string }
  /** The room's worker died. The room and its legs are gone; open it again to go on. */
  | { type: 'roomLost'; room: string }
  /** About every 5 s for each connected leg. */
  | { type: 'stats'; room: string; leg: string; stats: LegStats }

/** `timeout`: not connected in time. `ice` / `dtls`: that layer gave up. */
export type LegFailure = 'timeout' | 'ice' | 'dtls'

/** `full` and `silence`: by a limit of the request. */
export type RecordingEnd = 'stopped' | 'full' | 'silence' | 'roomClosed' | 'diskFault' | 'roomLost'
