// The part of the wiring that keeps flows. For app.ts.
import { flowHandlers } from '../flows/flow-handlers.ts'
import type { FlowParts } from '../flows/flow-parts.ts'

export const flowServices = (parts: Omit<FlowParts, 'speech'>) => ({
  handlers: flowHandlers({ ...parts, speech: { prompts: async () => new Map(), speaks: () => true } }),
})
