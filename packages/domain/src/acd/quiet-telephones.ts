// A telephone that sends no sound is not lost: silence suppression and a mute key do that. The people in the call are told, since
// a telephone that is heard no more may also be a fault; nothing else comes of it.
import { isConnected } from '../call/call.ts'
import type { Desk } from './desk.ts'
import { endsAt, type RoomLeg } from './inputs.ts'
import { publishUpdate } from './publish.ts'

export function audioQuiet(desk: Desk, at: RoomLeg, seconds: number, now: number): void {
  for (const { call, party } of endsAt(desk, at)) {
    const presence = call.audio[party]
    if (presence.kind !== 'connected' || presence.quiet) continue
    call.audio[party] = { kind: 'connected', quiet: true }
    if (isConnected(call)) desk.addTimeline(call, now, { kind: 'mediaQuiet', data: { party, seconds } })
    publishUpdate(desk, call, now)
  }
}

export function audioHeard(desk: Desk, at: RoomLeg, now: number): void {
  for (const { call, party } of endsAt(desk, at)) {
    const presence = call.audio[party]
    if (presence.kind !== 'connected' || !presence.quiet) continue
    call.audio[party] = { kind: 'connected' }
    publishUpdate(desk, call, now)
  }
}
