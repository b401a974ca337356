// The process of the strangers, so that what they do does not slow down the one who measures. It besieges until it is told
// to stop, then says what came of it.

import { allDoors, type SiegeStrength } from './all-doors.ts'
import { besiege, type Target } from './door.ts'

// Written by siege.ts of this same version.
const { target, strength } = JSON.parse(process.argv[2] ?? '') as { target: Target; strength: SiegeStrength }
const end = new AbortController()
process.once('message', () => end.abort())
const stats = await besiege(allDoors(strength), target, end.signal)
process.send?.(stats, () => process.exit(0))
