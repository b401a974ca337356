// What two descriptions mean for the packets: we send by the peer's numbers, and understand ours, which are what it has to send
// by (RFC 3264 section 5.1), its own as well, since many send by those, and the laws' own numbers unless they mean something else.

import type { Law } from '../media/g711.ts'
import type { LegFormat, PayloadKind } from '../media/leg-format.ts'
import type { RemoteAudio } from './audio-description.ts'
import type { Payload } from './payloads.ts'

type Descriptions = { own: readonly Payload[]; audio: RemoteAudio; law: Payload & { kind: Law }; events: Payload | undefined }

const LAWS_OWN: readonly (readonly [number, PayloadKind])[] = [
  [0, 'mulaw'],
  [8, 'alaw'],
]

export const formatOf = ({ own, audio, law, events }: Descriptions): LegFormat => {
  const isForeign = (number: number): boolean => audio.foreign.includes(number)
  const pairs = (payloads: readonly Payload[]) => payloads.map(({ number, kind }) => [number, kind] as const)
  return {
    law: law.kind,
    payloadType: law.number,
    eventPayloadType: events?.number ?? null,
    ...(events && { eventRate: events.rate }),
    packetMs: audio.packetMs,
    understood: new Map([...LAWS_OWN.filter(([number]) => !isForeign(number)), ...pairs(audio.payloads), ...pairs(own)]),
  }
}
