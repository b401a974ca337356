// Numbers are read once: what is known of a customer's number beside the form in which it is shown stays with the contact; keys of
// tables say by which rules they were made, and are made anew at the start where these are older; an interface may be asked with
// another form than people are shown.

import { type Kysely, sql } from 'kysely'
import type { Migration } from 'kysely/migration'

const contacts = `
alter table contact
  add column customer_e164 text,
  add column customer_extension text,
  add column dialled text;
create index contact_customer on contact (tenant_id, customer_e164, started_at desc, call_id) where customer_e164 is not null;
`

const tables = `alter table base_table add column key_form integer not null default 1`

const interfaces = `alter table customer_interface add column number_form text not null default 'shown'`

export const numbers: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    for (const part of [contacts, tables, interfaces]) await sql.raw(part).execute(db)
  },
}
