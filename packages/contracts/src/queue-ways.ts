// Where queues send the callers that they cannot serve, and whether a caller comes back that way. To help each other out is as
// good a setting as any; that a caller goes in a circle, and is released in the end, is to be known by whoever sets it.

export interface QueueWay {
  readonly name: string
  /** Ids of the queues that callers are sent on to. */
  readonly targets: readonly number[]
}

export type QueueWays = ReadonlyMap<number, QueueWay>

/** Names of the queue's own targets from which a caller can come back to it. */
export function leadsBack(ways: QueueWays, id: number): string[] {
  const targets = ways.get(id)?.targets ?? []
  return targets.filter((target) => reachable(ways, target).has(id)).flatMap((target) => ways.get(target)?.name ?? [])
}

function reachable(ways: QueueWays, from: number): ReadonlySet<number> {
  const met = new Set<number>()
  const open = [from]
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    for (const target of ways.get(id)?.targets ?? []) {
      if (!met.has(target)) open.push(target)
      met.add(target)
    }
  }
  return met
}
