// How to reach the built-in server's database.

export const databaseName = 'openseat'

export interface EmbeddedConnection {
  readonly host: string
  readonly user: string
  readonly database: string
}
