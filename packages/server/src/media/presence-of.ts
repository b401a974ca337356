// What the engine says of a leg's connection, as the desk is told it.
import type { AcdInput } from '@openseat/domain'
import type { MediaEvent } from '@openseat/telephony'

export function presenceOf(event: MediaEvent): AcdInput | undefined {
  switch (event.type) {
    case 'legConnected':
      return { type: 'audioConnected', room: event.room, leg: event.leg }
    case 'legDisconnected':
    case 'legFailed':
    case 'mediaTimeout':
      return { type: 'audioLost', room: event.room, leg: event.leg }
    case 'legQuiet':
      return { type: 'audioQuiet', room: event.room, leg: event.leg, seconds: event.quietSeconds }
    case 'legHeard':
      return { type: 'audioHeard', room: event.room, leg: event.leg }
    default:
      return undefined
  }
}
