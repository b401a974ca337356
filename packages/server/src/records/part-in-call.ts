// Whose contact a contact is: of every agent who had a part in it, also of those before a transfer.
import { sql, type RawBuilder } from 'kysely'

/** For a query in which `contact` (or a list of contacts) is called `c`. */
export const hadPart = (agentNumber: string): RawBuilder<boolean> => sql<boolean>`(select true from contact_part p
  where p.tenant_id = c.tenant_id and p.agent_number = ${agentNumber} and p.call_id = c.call_id) is not null`
