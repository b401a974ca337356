// Circles in a graph: groups in which each is reached from each (Tarjan's strongly connected components).

export type Graph = ReadonlyMap<string, ReadonlySet<string>>

/** Every group of two or more, members in alphabetical order. Who points at itself alone is no circle. */
export function circlesIn(graph: Graph): string[][] {
  const order = new Map<string, number>()
  const lowest = new Map<string, number>()
  const path: string[] = []
  const circles: string[][] = []
  const visit = (node: string): number => {
    const own = order.size
    order.set(node, own)
    path.push(node)
    let low = own
    for (const next of graph.get(node) ?? []) {
      if (!order.has(next)) low = Math.min(low, visit(next))
      else if (path.includes(next)) low = Math.min(low, order.get(next) ?? own)
    }
    lowest.set(node, low)
    if (low === own) {
      const group = path.splice(path.indexOf(node))
      if (group.length > 1) circles.push(group.sort())
    }
    return low
  }
  for (const node of graph.keys()) if (!order.has(node)) visit(node)
  return circles
}
