// The schema of flows for users' own tools: docs/flow.schema.json says what the program takes. `vitest --update=all` writes it anew.
import { type FlowNodeKind, flowDocumentSchema, nodeConfigs, nodeFrameSchema, nodeIdSchema } from '@openseat/contracts'
import { expect, it } from 'vitest'
import { z } from 'zod'

function nodeSchema(): z.ZodType {
  const kinds = Object.keys(nodeConfigs) as FlowNodeKind[]
  const [first, ...rest] = kinds.map((kind) => nodeFrameSchema.extend({ kind: z.literal(kind), config: nodeConfigs[kind] }))
  if (!first) throw new Error('no kinds')
  return z.union([first, ...rest])
}

it('is the one in the documentation', async () => {
  const whole = flowDocumentSchema.extend({ nodes: z.record(nodeIdSchema, nodeSchema()) })
  const schema = { title: 'OpenSeat flow', ...z.toJSONSchema(whole, { io: 'input', unrepresentable: 'any', reused: 'ref' }) }
  await expect(`${JSON.stringify(schema, null, 2)}\n`).toMatchFileSnapshot('../../../../docs/flow.schema.json')
})
