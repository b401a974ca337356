// What the main process asks of a worker: the port's commands, each with one JSON argument.

import type { RecordedLegs } from '../recording/recorder.ts'
import type { RecordedFile } from '../recording/recording-file.ts'
import type { LegStats } from './leg-stats.ts'
import type {
  DigitsRequest,
  HearingRule,
  LegAddress,
  PlayRequest,
  RecordingAddress,
  RecordingRequest,
  RtpAcceptRequest,
  RtpAnswerRequest,
  RtpDirection,
  RtpOfferRequest,
  WebOffer,
  WorkerHealth,
} from './media-engine.ts'

type Answer = { answerSdp: string }

export interface RoomCommands {
  openRoom(p: { room: string }): Promise<void>
  closeRoom(p: { room: string }): Promise<void>
  openWebLeg(p: WebOffer): Promise<Answer>
  reofferWebLeg(p: WebOffer): Promise<Answer>
  openRtpLeg(p: LegAddress): Promise<void>
  offerRtpLeg(p: RtpOfferRequest): Promise<{ offerSdp: string }>
  answerRtpLeg(p: RtpAnswerRequest): Promise<{ answerSdp: string; direction: RtpDirection }>
  acceptRtpLeg(p: RtpAcceptRequest): Promise<void>
  closeLeg(p: LegAddress): Promise<void>
  setHearing(p: { room: string; rules: readonly HearingRule[] | 'everyone' }): Promise<void>
  setMuted(p: LegAddress & { muted: boolean }): Promise<void>
  play(p: PlayRequest & { playId: string }): Promise<void>
  stopPlay(p: { room: string; playId: string }): Promise<void>
  listenForTones(p: LegAddress & { on: boolean }): Promise<void>
  sendDigits(p: DigitsRequest): Promise<void>
  startRecording(p: RecordingRequest): Promise<void>
  setRecordingPaused(p: RecordingAddress & { paused: boolean }): Promise<void>
  setRecordingLegs(p: RecordingAddress & RecordedLegs): Promise<void>
  stopRecording(p: RecordingAddress): Promise<RecordedFile>
  stats(p: LegAddress): Promise<LegStats>
  health(p: Record<never, never>): Promise<WorkerHealth>
}

export type CommandName = keyof RoomCommands
export type CommandInput<N extends CommandName> = Parameters<RoomCommands[N]>[0]
export type CommandOutput<N extends CommandName> = Awaited<ReturnType<RoomCommands[N]>>
