export type {
  DigitsRequest,
  EngineHealth,
  GeneratedSound,
  HearingRule,
  LegAddress,
  MediaEngine,
  PlayRequest,
  PlaySource,
  RecordingAddress,
  RecordingRequest,
  RtpAcceptRequest,
  RtpAnswerRequest,
  RtpDirection,
  RtpLaw,
  RtpOfferRequest,
  WebOffer,
  WorkerHealth,
} from './engine/media-engine.ts'
export type { LegFailure, MediaEvent, RecordingEnd } from './engine/media-event.ts'
export type { LegStats } from './engine/leg-stats.ts'
export { MEDIA_ERROR_CODES, MediaError, type MediaErrorCode } from './media/media-error.ts'
export { createMediaEngine } from './engine/pooled-media-engine.ts'
export { DEFAULT_MEDIA_SETTINGS, type MediaSettings } from './engine/media-settings.ts'
export type { RecordedLegs } from './recording/recorder.ts'
export type { RecordedFile } from './recording/recording-file.ts'
export { recoverRecording } from './recording/recover-recording.ts'
export { readWave, type Wave } from './wave/read-wave.ts'
export type { WaveEncoding, WaveFormat } from './wave/wave-format.ts'
export { wavePeaks, type WavePeaks } from './wave/wave-peaks.ts'
export { isMp3, mp3Seconds } from './wave/mp3-frames.ts'
export { SoundFault, type SoundFaultReason } from './wave/sound-fault.ts'
export { telephoneSound, type TelephoneSound } from './wave/telephone-sound.ts'
export { promptWave } from './wave/wave-header.ts'
export { isWave, readWholeWave } from './wave/whole-wave.ts'
