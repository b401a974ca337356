// Version 2 of a stored contact knew no flows.
import type { Json } from '../stored-json.ts'

export function contactFromVersion2(row: Json): Json {
  return { ...row, version: 3, contact: { ...(row['contact'] as Json), flow: null, flowsBegun: 0 } }
}
