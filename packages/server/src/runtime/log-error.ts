// What the log says of an error: never the parts of a database error that hold values of rows (`detail`, `where`), and
// never the client object with its connection and its password.

const told = ['code', 'severity', 'schema', 'table', 'column', 'constraint', 'routine', 'syscall', 'errno'] as const

export function errorForLog(error: unknown): unknown {
  if (!(error instanceof Error)) return error
  const facts: Record<string, unknown> = { type: error.name, message: error.message, stack: error.stack }
  for (const name of told) {
    const value = (error as unknown as Record<string, unknown>)[name]
    if (typeof value === 'string' || typeof value === 'number') facts[name] = value
  }
  if (error.cause !== undefined) facts['cause'] = errorForLog(error.cause)
  return facts
}
