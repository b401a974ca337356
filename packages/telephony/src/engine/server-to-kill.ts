// For worker-death.test.ts: a process with an engine, which tells its worker's id and then waits to be killed.

import { createMediaEngine } from './pooled-media-engine.ts'

const engine = createMediaEngine()
await engine.openRoom('call')
const { workers } = await engine.health()
process.send?.(workers[0]?.pid)
