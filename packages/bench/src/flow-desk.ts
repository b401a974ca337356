// What a flow of ten nodes adds between a call's arrival and its offer, through a tenant's desk with its journal: calls that go
// straight to their queue and calls that go by the flow, by turns.
import { compileFlow, flowRef, type RoutingConfig } from '@openseat/domain'
import { oneCall, openDesk, type Desk } from './desk-calls.ts'
import { milliseconds, percentile, type Row } from './figures/figures.ts'
import { tenNodes } from './flow-documents.ts'
import { largeTenant } from './routing-config.ts'
import { openScratchStore } from './scratch-store.ts'

const straight = '100001'
const byFlow = '900001'
const turns = 1_000

function tenant(): RoutingConfig {
  const config = largeTenant(1, { agents: 200, queues: 1 })
  const ref = flowRef(1, 1)
  const always = { weekly: [], specialDays: [] }
  return {
    ...config,
    routes: [...config.routes, { accessCode: byFlow, extensionCode: '', target: { kind: 'flow', flowId: 1 } }],
    accessCodes: [straight, byFlow],
    workingHours: new Map([[1, always]]),
    flows: {
      published: new Map([[1, { ref, name: 'ten nodes' }]]),
      library: { compiled: new Map([[ref, compileFlow(tenNodes(1, 1), ref)]]) },
    },
  }
}

async function measure(desk: Desk, inFlight: number): Promise<Row[]> {
  const times = new Map<string, number[]>([
    [straight, []],
    [byFlow, []],
  ])
  let left = turns
  const caller = async (index: number): Promise<void> => {
    for (let turn = index; left > 0; turn += 1) {
      left -= 1
      const dialled = turn % 2 === 0 ? straight : byFlow
      times.get(dialled)?.push(await oneCall(desk, dialled))
    }
  }
  await Promise.all(Array.from({ length: inFlight }, (_, index) => caller(index)))
  return [...times].map(([dialled, each]) => ({
    what: `${dialled === straight ? 'straight' : 'by ten nodes'}, ${inFlight} in flight`,
    'arrival → offer p50 ms': milliseconds(percentile(each, 50)),
    'p99 ms': milliseconds(percentile(each, 99)),
  }))
}

export async function latencyRows(): Promise<Row[]> {
  const store = await openScratchStore()
  try {
    const desk = await openDesk(store, tenant())
    await measure(desk, 4)
    const rows = [...(await measure(desk, 1)), ...(await measure(desk, 16))]
    await desk.actor.close()
    return rows
  } finally {
    await store.close()
  }
}
