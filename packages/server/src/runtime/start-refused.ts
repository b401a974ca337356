// A start that must not go on. Its text is for the person at the terminal: what is wrong and what to do.

const databaseUrlHint = 'To use another PostgreSQL (15 or newer) instead, set DATABASE_URL=postgres://user:password@host:5432/database.'

export class StartRefused extends Error {
  override readonly name = 'StartRefused'
}

/** A refusal about the built-in PostgreSQL: always says how to do without it. */
export function embeddedRefused(what: string, cause?: unknown): StartRefused {
  return new StartRefused(`The built-in PostgreSQL cannot be used: ${what}\n${databaseUrlHint}`, { cause })
}
