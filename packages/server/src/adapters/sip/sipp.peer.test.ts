// sipp calls over a trunk: each call is answered when the desk has it, its key is heard, and it is hung up on.

import { freePort } from '@openseat/telephony/sip/test-support/free-port'
import { HAS_SIPP, runSipp, WITHOUT_SIPP } from '@openseat/telephony/sip/test-support/sipp'
import { expect, it } from 'vitest'
import { sipBench } from '../../test-support/sip-bench.ts'
import { until } from '../../test-support/sip-peer.ts'
import { useTestDatabase } from '../../test-support/test-database.ts'

/** sipp sends captures by raw sockets. */
const mayPlay = HAS_SIPP && process.getuid?.() === 0
const calls = 6
const db = useTestDatabase()

it.skipIf(!mayPlay).each(['udp', 'tcp'] as const)('hears the key of every caller over %s', { timeout: 40_000 }, async (transport) => {
  const bench = await sipBench(db().database)
  const { desk, exchange, engine } = bench
  const keys: string[] = []
  desk.onInput = (input) => {
    if (input.type !== 'callArrived') return
    const legs = [{ leg: `phone/${input.callId}` }]
    exchange.follow(desk, { roomId: input.callId, live: true, legs, cause: null })
  }
  engine.on((event) => {
    if (event.type !== 'digit') return
    keys.push(event.digit)
    exchange.follow(desk, { roomId: event.room, live: false, legs: [], cause: 'agentHangUp' })
  })
  try {
    await bench.trunk(`sipp ${transport}`, { addresses: '127.0.0.0/8', numberRanges: '44*' })
    const remotePort = bench.port(transport)
    await runSipp({ scenario: 'uac-digit', transport, remotePort, localPort: await freePort(), calls })
    expect(keys).toEqual(Array.from({ length: calls }, () => '5'))
    expect(desk.of('callArrived').map(({ dialled, callerNumber }) => `${callerNumber} ${dialled}`)).toEqual(
      Array.from({ length: calls }, () => 'sipp 4466'),
    )
    await until(() => exchange.figures().lines === 0)
  } finally {
    await bench.close()
  }
})

if (!mayPlay) it.skip(`${WITHOUT_SIPP}, or not root`)
