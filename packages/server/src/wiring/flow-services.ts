// The part of the wiring that keeps flows. For app.ts.
import { flowHandlers } from '../flows/flow-handlers.ts'
import type { FlowParts } from '../flows/flow-parts.ts'

export const flowServices = (parts: FlowParts) => ({ handlers: flowHandlers(parts) })
