// The four ways through the program that docs/call-walk-through.md shows. `npm run diagrams` writes them; a test holds them to the code.
import type { Hop, Walk } from './hops.ts'

/** What every change of a tenant's desk ends with. */
const told: readonly Hop[] = [
  {
    what: '**Commit.** What changed is written in one statement',
    file: 'server/desk/tenant-actor.ts',
    name: 'TenantActor.#commit',
  },
  {
    what: 'to the tables of the journal, below.',
    file: 'server/desk/journal.ts',
    name: 'writeChanges',
    by: 'once it is stored, the listeners of `callCentre`',
  },
  {
    what: '**Tell.** Each agent’s pages get the numbered events; audio and lines follow the plans beside it.',
    file: 'server/realtime/agent-hub.ts',
    name: 'AgentHub.changed',
  },
  {
    what: 'A page that is behind gets them in order, or a snapshot.',
    file: 'server/realtime/agent-channel.ts',
    name: 'AgentChannel.deliver',
    by: 'the socket',
  },
  {
    what: 'The browser takes each event once',
    file: 'workbench/realtime/agent-socket.ts',
    name: 'AgentSocket',
    by: 'the listener `event`',
  },
]

const inbound: Walk = {
  title: 'An inbound call',
  intro: 'A customer dials `4466`; an agent’s workbench rings, and the company’s page opens.',
  hops: [
    {
      what: '**A call arrives.** Whose number was dialled, and may whoever calls come in? The access code names the tenant. (A browser telephone comes through `PhoneExchange.callOut`.)',
      file: 'server/lines/sip/incoming-lines.ts',
      name: 'IncomingLines.#connect',
    },
    {
      what: '**Its tenant’s actor** carries it out in memory, at once, in the order of arrival.',
      file: 'server/desk/tenant-actor.ts',
      name: 'TenantActor.arrive',
    },
    { what: '**An input**, then whatever follows from it.', file: 'domain/centre/acd.ts', name: 'Acd.handle' },
    { what: 'One row per input.', file: 'domain/centre/input-table.ts', name: 'take', by: 'the row `callArrived`' },
    { what: 'A contact, and the voice wing’s talk beside it.', file: 'domain/voice/calls-in.ts', name: 'callArrived' },
    { what: '**Where to?** The longest called route that begins the dialled number wins.', file: 'domain/acd/routing.ts', name: 'route' },
    { what: 'A queue, or a flow (which may lead to a queue).', file: 'domain/acd/routing.ts', name: 'sendTo' },
    {
      what: '**Waiting**, or one of the ways out: closed, nobody on duty, full.',
      file: 'domain/acd/routing.ts',
      name: 'enterQueue',
      by: 'the end of the input',
    },
    { what: '**Matching**: whoever waits, and whoever is free.', file: 'domain/acd/routing.ts', name: 'settle' },
    { what: 'The longest idle agent with the skill and the capacity', file: 'domain/acd/routing.ts', name: 'offerHead' },
    { what: 'is offered the contact.', file: 'domain/acd/routing.ts', name: 'offer' },
    {
      what: '**One pass** over all that was touched: indexes, deadlines, and what agents are told, screen pops among it.',
      file: 'domain/acd/bring-up-to-date.ts',
      name: 'bringUpToDate',
      by: 'the actor’s turn',
    },
    ...told,
    {
      what: '**The page.** Each pop opens in a frame whose wrapper document lets in allowlisted addresses only.',
      file: 'workbench/bridge-host/use-pop-frame.ts',
      name: 'usePopFrame',
      by: 'the address of the frame',
    },
    { what: 'The wrapper document is for the agent whose contact it is.', file: 'server/pops/pop-frames.ts', name: 'addPopFrames' },
  ],
}

const transfer: Walk = {
  title: 'A transfer command',
  intro: 'An agent hands the customer over to a colleague. Every command of an agent’s goes this way.',
  hops: [
    { what: 'The dialog’s button', file: 'workbench/realtime/use-command.ts', name: 'useCommand', by: 'the agent’s desk' },
    {
      what: 'sends the command, or refuses it at once while it is not connected.',
      file: 'workbench/realtime/agent-socket.ts',
      name: 'AgentSocket.send',
      by: 'the socket',
    },
    {
      what: '**First dispatch:** what concerns the page stays here; the rest is the centre’s.',
      file: 'server/realtime/agent-connection.ts',
      name: 'AgentConnection.#run',
    },
    {
      what: 'A telephone that is off is told of before the agent signs in to it; what an inspector does is noted.',
      file: 'server/realtime/agent-connection.ts',
      name: 'AgentConnection.#centreCommand',
    },
    { what: 'The tenant’s actor', file: 'server/desk/tenant-actor.ts', name: 'TenantActor.command' },
    { what: 'carries it out in memory', file: 'domain/centre/acd.ts', name: 'Acd.command' },
    {
      what: '**Second dispatch:** the row says what it needs, and what runs.',
      file: 'domain/centre/command-table.ts',
      name: 'runCommand',
      by: 'the row `blindTransfer`',
    },
    {
      what: 'The agent’s own contact, and somebody who can take it: else a refusal with a code.',
      file: 'domain/voice/transfer.ts',
      name: 'blindTransfer',
    },
    {
      what: 'The colleague is offered the contact; the agent’s part ends in wrap-up.',
      file: 'domain/acd/routing.ts',
      name: 'offerTo',
      by: 'the actor’s turn',
    },
    ...told,
  ],
}

const setting: Walk = {
  title: 'A setting',
  intro: 'An administrator changes a queue’s wrap-up time; the next wrap-up already lasts as long as it says.',
  hops: [
    { what: 'The form is drawn from the declaration, and sends what it holds', file: 'workbench/api/call.ts', name: 'call', by: 'HTTP' },
    {
      what: 'One route of the table: who may, what is sent.',
      file: 'server/http/build-http.ts',
      name: 'addRoute',
      by: 'the handler of the route’s name',
    },
    { what: 'The routes of every declared object', file: 'server/settings/resource-handlers.ts', name: 'resourceHandlers' },
    {
      what: 'check the version, what is taken, and the object’s own rules, and write the columns.',
      file: 'server/settings/resource-changes.ts',
      name: 'ResourceChanges.change',
      by: 'the end of the transaction',
    },
    { what: '**Rows, revision and audit entry are one commit.** Then', file: 'server/settings/settings.ts', name: 'Settings.#commit' },
    {
      what: 'everybody who listens is told',
      file: 'server/settings/settings.ts',
      name: 'Settings.#tell',
      by: 'the listener in `callCentre`',
    },
    { what: 'The tenant’s actor', file: 'server/desk/tenant-actors.ts', name: 'TenantActors.settingsChanged' },
    {
      what: 'reads the new settings, unless it knows them, and takes them as an input.',
      file: 'server/desk/tenant-actor.ts',
      name: 'TenantActor.reconfigure',
      by: 'the input `configChanged`',
    },
    {
      what: 'Agents serve the queues of their skills as they are now; contacts keep the settings they began with.',
      file: 'domain/acd/presence-inputs.ts',
      name: 'configChanged',
    },
  ],
}

const csvRow: Walk = {
  title: 'A CSV row',
  intro: 'An enterprise imports its customers; in the next call the page shows this one.',
  hops: [
    { what: 'The file lies sealed on the disk; its import is asked for.', file: 'server/data/import-handlers.ts', name: 'importHandlers' },
    {
      what: 'One import at a time of a table',
      file: 'server/data/table-imports.ts',
      name: 'TableImports.begin',
      by: 'its turn among the tenants',
    },
    { what: 'begins', file: 'server/data/table-imports.ts', name: 'TableImports.#importAll' },
    {
      what: 'in a thread of its own, so that calls are not held up.',
      file: 'server/data/import-thread.ts',
      name: 'inThread',
      by: 'the thread’s first message',
    },
    { what: 'There', file: 'server/data/import-worker.ts', name: 'perform' },
    { what: 'rows are read some at a time,', file: 'server/data/import-work.ts', name: 'importAll' },
    { what: 'each batch ahead of the one that is written:', file: 'server/data/import-work.ts', name: 'sealedBatches' },
    { what: 'the file’s lines become rows', file: 'server/data/csv-rows.ts', name: 'CsvReader' },
    { what: 'whose cells are checked by the table’s fields;', file: 'domain/data/check-row.ts', name: 'checkRow', by: 'the batch' },
    { what: 'what is hidden is sealed', file: 'server/data/import-writing.ts', name: 'sealBatch', by: 'the batch before it' },
    {
      what: 'and copied into the table’s next version, which nobody sees',
      file: 'server/data/import-writing.ts',
      name: 'writeRows',
      by: 'the last batch',
    },
    { what: 'until all rows are seen in one moment.', file: 'server/data/import-work.ts', name: 'activate', by: 'the next call' },
    { what: 'The customer’s number finds the row.', file: 'server/data/row-store.ts', name: 'findByNumber' },
  ],
}

export const walks: readonly Walk[] = [inbound, transfer, setting, csvRow]
