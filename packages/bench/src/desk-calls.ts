// A tenant's desk with its journal, and calls that go through it: offered, answered, hung up.
import type { Changes, RoutingConfig } from '@openseat/domain'
import { CallIds } from '@openseat/server/ids/call-ids'
import { TenantActor } from '@openseat/server/desk/tenant-actor'
import { insertTenant, type ScratchStore } from './scratch-store.ts'

/** Resolves who waits for a call to be offered or to end. */
class Watch {
  readonly #offered = new Map<string, (agentNumber: string) => void>()
  readonly #ended = new Map<string, () => void>()

  offered(callId: string): Promise<string> {
    return new Promise((resolve) => this.#offered.set(callId, resolve))
  }

  ended(callId: string): Promise<void> {
    return new Promise((resolve) => this.#ended.set(callId, resolve))
  }

  see(changes: Changes): void {
    for (const { contact } of changes.contacts) {
      const { callId, state } = contact
      if (state.kind === 'offered') this.#call(this.#offered, callId, state.agentNumber)
      if (state.kind === 'ended') this.#call(this.#ended, callId, undefined as never)
    }
  }

  #call<T>(waiting: Map<string, (value: T) => void>, callId: string, value: T): void {
    waiting.get(callId)?.(value)
    waiting.delete(callId)
  }
}

export interface Desk {
  readonly actor: TenantActor
  readonly watch: Watch
  readonly callIds: CallIds
}

const browserId = 'bench-browser'

export async function openDesk(store: ScratchStore, config: RoutingConfig): Promise<Desk> {
  await insertTenant(store, 1)
  const watch = new Watch()
  const actor = await TenantActor.open({
    store: store.database.forCalls(1),
    loadConfig: () => Promise.resolve(config),
    now: () => Date.now(),
    listeners: {
      changed: (_actor, changes) => watch.see(changes),
      reloaded: () => undefined,
      hungUp: () => undefined,
      storing: () => undefined,
      committed: () => undefined,
      failed: (_actor, error) => {
        throw error
      },
    },
  })
  for (const agent of config.agents.values()) {
    actor.input({ type: 'seatConnected', agentNumber: agent.agentNumber })
    void actor.command(
      { agentNumber: agent.agentNumber, browserId, newCallId: '' },
      { kind: 'signIn', queueIds: [...agent.skills.keys()], device: 'browser' },
    )
  }
  await actor.ask('contacts', {})
  return { actor, watch, callIds: new CallIds() }
}

/** Milliseconds from the call's arrival until its offer is stored; resolves once it has ended. */
export async function oneCall({ actor, watch, callIds }: Desk, dialled: string): Promise<number> {
  const callId = callIds.next()
  const offered = watch.offered(callId)
  const began = performance.now()
  actor.input({ type: 'callArrived', callId, mediaType: 'audio', callerNumber: '13812345678', dialled, attachedData: {}, ref: '' })
  const agentNumber = await offered
  const decision = performance.now() - began
  const ended = watch.ended(callId)
  await actor.command({ agentNumber, browserId, newCallId: '' }, { kind: 'answer', callId })
  actor.input({ type: 'lineHungUp', room: callId, leg: `phone/${callId}` })
  await ended
  return decision
}
