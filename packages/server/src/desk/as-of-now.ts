import type { Call, Changes } from '@openseat/domain'

/** Copies of what changed, so that what happens next does not change them. */
export function asOfNow(changes: Changes): Changes {
  return {
    ...changes,
    calls: new Set([...changes.calls].map(copyOf)),
    seats: new Set([...changes.seats].map((seat) => ({ ...seat }))),
  }
}

const copyOf = (call: Call): Call => ({
  ...call,
  audio: { ...call.audio },
  legs: call.legs.map((leg) => ({ ...leg })),
  pops: { ...call.pops },
})
