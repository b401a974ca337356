// Contacts and agent seats, written by the call actor. Hot rows keep free space in their pages (fillfactor), and no
// index covers a column that changes, so that updates stay in the page. JSON that nothing searches is `json`, not
// `jsonb`: it is stored as it comes, at a fraction of the cost. No foreign keys: one statement of the actor writes all
// four, checking each row's would cost more than the row, and a deleted agent's seat may have to be written once more.

export const liveTables = `
create table contact (
  tenant_id integer not null,
  call_id text not null,
  state json,
  direction text not null,
  media_type text not null,
  caller_number text not null default '',
  called_number text not null default '',
  queue_id integer,
  queue_name text,
  agent_number text,
  started_at timestamptz not null,
  answered_at timestamptz,
  ended_at timestamptz,
  release_cause text,
  attached_data json not null default '{}',
  detail json not null default '{}',
  primary key (tenant_id, call_id)
) with (fillfactor = 70, autovacuum_vacuum_scale_factor = 0.01);
create index contact_started on contact (tenant_id, started_at desc, call_id);
create index contact_caller on contact (tenant_id, caller_number, started_at desc);
create index contact_called on contact (tenant_id, called_number, started_at desc);

-- What happened to a call, a row per commit: entries in their order, last_n the number of the last of them.
create table contact_event (
  tenant_id integer not null,
  call_id text not null,
  last_n integer not null,
  entries json not null,
  primary key (tenant_id, call_id, last_n)
);

create table agent_seat (
  tenant_id integer not null,
  agent_number text not null,
  state json not null default '{}',
  event_seq bigint not null default 0,
  primary key (tenant_id, agent_number)
) with (fillfactor = 70, autovacuum_vacuum_scale_factor = 0.01);

-- What an agent was told, a row per commit: events in their order, last_seq the sequence number of the last of them.
create table agent_event (
  tenant_id integer not null,
  agent_number text not null,
  last_seq bigint not null,
  events json not null,
  primary key (tenant_id, agent_number, last_seq)
);
`
