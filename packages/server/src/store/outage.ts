// Tells a store that is away (try again later, the same will do) from a statement that it will never take.

/** SQLSTATE classes of the server's own trouble: connection, resources, operator intervention, system, internal. */
const outageClasses = new Set(['08', '53', '57', '58', 'XX'])
/** Locks that were not to be had, a serialisation lost, a read-only standby, a database that another program has taken over. */
const passingStates = new Set(['OS001', '55P03', '40001', '40P01', '25006'])
const connectionCodes = new Set(['ECONNREFUSED', 'ECONNRESET', 'ENOENT', 'EPIPE', 'ETIMEDOUT', 'EHOSTUNREACH', 'ENETUNREACH', 'EAI_AGAIN'])
const lostConnection =
  /Connection terminated|Client has encountered a connection error|Client was closed|timeout exceeded when trying to connect|Query read timeout/

/** True when the database, the way to it, or its disk is at fault. */
export function isOutage(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  const code = 'code' in error && typeof error.code === 'string' ? error.code : ''
  if (connectionCodes.has(code) || passingStates.has(code)) return true
  if (isSqlState(code) && outageClasses.has(code.slice(0, 2))) return true
  return lostConnection.test(error.message)
}

/** True when the store looked at what it was given and refused it: a value, a constraint, a size. */
export function isRefusedByStore(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : ''
  return isSqlState(code) && ['22', '23', '54'].includes(code.slice(0, 2))
}

const isSqlState = (code: string): boolean => /^[0-9A-Z]{5}$/.test(code)
