export type {
  DigitsRequest,
  EngineHealth,
  GeneratedSound,
  HearingRule,
  LegAddress,
  MediaEngine,
  PlayRequest,
  PlaySource,
  RtpAcceptRequest,
  RtpAnswerRequest,
  RtpDirection,
  RtpOfferRequest,
  WebOffer,
  WorkerHealth,
} from './engine/media-engine.ts'
export type { LegFailure, MediaEvent } from './engine/media-event.ts'
export type { LegStats } from './engine/leg-stats.ts'
export { MEDIA_ERROR_CODES, MediaError, type MediaErrorCode } from './engine/media-error.ts'
export { createMediaEngine } from './engine/pooled-media-engine.ts'
export { DEFAULT_MEDIA_SETTINGS, type MediaSettings } from './engine/media-settings.ts'
