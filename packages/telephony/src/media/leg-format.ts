// Which payload types a leg sends and understands: of each direction its own, as the two descriptions of the session say.

import { lawOfPayloadType, type Law } from './g711.ts'

export type PayloadKind = Law | 'event'

export type LegFormat = {
  /** The law that we send; both are understood. */
  law: Law
  /** By which number, when it is not the law's own. */
  payloadType?: number
  /** Under which the peer takes telephone-event, never assumed; null when it takes none. */
  eventPayloadType: number | null
  /** Of its clock, when that is not the audio's. */
  eventRate?: number
  /** Milliseconds of audio in a packet that we send; 20 when absent. */
  packetMs?: number
  /** What the peer may send by number; absent: the laws' own numbers, and events under the number that we send them by. */
  understood?: ReadonlyMap<number, PayloadKind>
}

export const kindOf = (format: LegFormat, payloadType: number): PayloadKind | undefined => {
  if (format.understood) return format.understood.get(payloadType)
  return lawOfPayloadType(payloadType) ?? (payloadType === format.eventPayloadType ? 'event' : undefined)
}
