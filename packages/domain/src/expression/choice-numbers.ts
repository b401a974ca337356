// `vip ? 1 : fee`: to the library a whole number as it is written and one of JSON are of two types, and both sides of a choice
// must be of one. Where that is all that is wrong, the written number is taken for one of JSON, and the check repeated.
import type { ASTNode, Environment, TypeCheckResult } from '@marcbachmann/cel-js'

export function checkTypes(text: string, language: Environment): TypeCheckResult {
  const doubles = new Set<number>()
  for (;;) {
    const parsed = language.parse(text)
    const nodes = [...nodesOf(parsed.ast)]
    for (const node of nodes) if (doubles.has(node.start) && isWhole(node)) Object.assign(node, { args: Number(node.args) })
    const result = parsed.check()
    const at = result.error?.code === 'incompatible_ternary_branches' ? result.error.range : undefined
    const choice = nodes.find(({ op, start, end }) => op === '?:' && start === at?.start && end === at.end)
    const whole = choice?.op === '?:' ? choice.args.slice(1).filter(isWhole) : []
    if (whole.length === 0) return result
    for (const { start } of whole) doubles.add(start)
  }
}

const isWhole = (node: ASTNode): boolean => node.op === 'value' && typeof node.args === 'bigint'

function* nodesOf(node: ASTNode): Generator<ASTNode> {
  yield node
  for (const child of childrenOf(node)) yield* nodesOf(child)
}

function childrenOf(node: ASTNode): readonly ASTNode[] {
  switch (node.op) {
    case 'value':
    case 'id':
      return []
    case '.':
    case '.?':
      return [node.args[0]]
    case 'call':
      return node.args[1]
    case 'rcall':
      return [node.args[1], ...node.args[2]]
    case 'map':
      return node.args.flat()
    case '!_':
    case '-_':
      return [node.args]
    default:
      return node.args
  }
}
