// Mappings of customer interfaces speak CEL, which all of the product's expressions do. What cannot be said in it for sure keeps its old
// text, and the interface tells that it has to be checked.
import type { InterfaceMapping } from '@openseat/contracts'
import { type Kysely, sql } from 'kysely'
import type { Migration } from 'kysely/migration'
import { convertedMapping } from './0031-mapping-expressions/converted-mapping.ts'

interface Row {
  readonly id: number
  readonly mapping: InterfaceMapping
  readonly sample: string
}

export const mappingExpressions: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    const { rows } = await sql<Row>`select id, mapping, sample from customer_interface where mapping is not null`.execute(db)
    for (const { id, mapping, sample } of rows) {
      const converted = JSON.stringify(convertedMapping(mapping, sample))
      await sql`update customer_interface set mapping = ${converted}::jsonb, version = version + 1 where id = ${id}`.execute(db)
    }
  },
}
