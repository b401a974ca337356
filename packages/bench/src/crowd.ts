// A real server in a process of its own, with a tenant of many agents, and their pages as bare sockets.
import { spawn, type ChildProcess } from 'node:child_process'
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import type { AgentCommandInput, AgentServerFrame } from '@openseat/contracts'
import { seedDemo } from '@openseat/server/demo/demo-seed'
import { Settings } from '@openseat/server/settings/settings'
import { openStore, type Store } from '@openseat/server/store/open-store'
import { sql } from 'kysely'
import WebSocket from 'ws'

const serverEntry = fileURLToPath(new URL('../../server/src/main.ts', import.meta.url))
const clockTicksPerSecond = 100
const tenantId = 1
const firstAgentNumber = 1_000

export interface CrowdPlan {
  readonly agents: number
  readonly port: number
  /** Where the demo's screen pop lives. */
  readonly enterpriseOrigin: string
  /** Further environment of the server. */
  readonly env?: Readonly<Record<string, string>>
  /** Telephone of the agent with that index. */
  readonly phoneOf?: (index: number) => string
}

export interface Crowd {
  readonly origin: string
  readonly pid: number
  /** Session tokens, one per agent, agent numbers from 1000. */
  readonly tokens: readonly string[]
  /** The demo password. */
  readonly password: string
  close(): Promise<void>
}

const tokenOf = (index: number): string => `bench-session-token-${String(index).padStart(6, '0')}`
const hashOf = (token: string): string => createHash('sha256').update(token).digest('hex')

/** Staff, agents and log-ins in bulk: what an administrator would make one by one. */
async function seedAgents(store: Store, { agents: count, phoneOf = () => '' }: CrowdPlan): Promise<void> {
  await store.database.forTenant(tenantId).transaction(async (trx) => {
    const role = await trx.selectFrom('role').select('id').where('builtin', '=', 'agent').executeTakeFirstOrThrow()
    const queue = await trx.selectFrom('skill_queue').select('id').orderBy('id').executeTakeFirstOrThrow()
    const numbers = Array.from({ length: count }, (_, index) => firstAgentNumber + index)
    const phones = numbers.map((_, index) => phoneOf(index))
    const hashes = numbers.map((_, index) => hashOf(tokenOf(index)))
    await sql`
      with made as (
        insert into staff (tenant_id, account, name, password_hash, must_change_password)
        select ${tenantId}, 'crowd' || n, 'crowd ' || n, 'none', false from unnest(${numbers}::int[]) n returning id, account
      ), with_role as (
        insert into staff_role (tenant_id, staff_id, role_id) select ${tenantId}, id, ${role.id} from made
      ), with_agent as (
        insert into agent (tenant_id, agent_number, staff_id, phone)
        select ${tenantId}, substr(account, 6), id, p.phone
        from made join unnest(${numbers}::int[], ${phones}::text[]) as p(n, phone) on made.account = 'crowd' || p.n
      ), with_skill as (
        insert into agent_skill (tenant_id, agent_number, queue_id) select ${tenantId}, substr(account, 6), ${queue.id} from made
      )
      insert into web_session (tenant_id, id_hash, staff_id, expires_at)
      select ${tenantId}, h.hash, made.id, now() + interval '1 hour'
      from unnest(${numbers}::int[], ${hashes}::text[]) as h(n, hash) join made on made.account = 'crowd' || h.n`.execute(trx)
  })
}

async function prepare(folder: string, plan: CrowdPlan, password: string): Promise<void> {
  const store = await openStore({ databaseUrl: undefined, dataFolder: folder, onTrouble: () => undefined })
  const settings = new Settings(store.database, () => undefined)
  await seedDemo({ settings, platform: store.database.platform }, { password, enterpriseOrigin: plan.enterpriseOrigin })
  await seedAgents(store, plan)
  // Agents are free again at once.
  await store.database
    .forTenant(tenantId)
    .transaction((trx) => trx.updateTable('skill_queue').set({ wrap_up_seconds: 0, max_queued: 5_000, max_wait_seconds: 600 }).execute())
  await store.close()
}

async function untilReady(origin: string): Promise<void> {
  for (let tries = 0; tries < 150; tries += 1) {
    const ready = await fetch(`${origin}/readyz`).then(
      (answer) => answer.ok,
      () => false,
    )
    if (ready) return
    await delay(200)
  }
  throw new Error(`the server at ${origin} did not get ready`)
}

function startServer(folder: string, plan: CrowdPlan, password: string): ChildProcess {
  const env = {
    OPENSEAT_PORT: String(plan.port),
    OPENSEAT_DATA: folder,
    OPENSEAT_DEMO_PASSWORD: password,
    OPENSEAT_EXAMPLES_PORT: String(plan.port + 7),
    OPENSEAT_SIP_PORT: '0',
    ...plan.env,
  }
  return spawn(process.execPath, [serverEntry], { env: { ...process.env, ...env }, stdio: ['ignore', 'ignore', 'inherit'] })
}

export async function openCrowd(plan: CrowdPlan): Promise<Crowd> {
  const folder = await mkdtemp(path.join(tmpdir(), 'openseat-crowd-'))
  const password = 'bench-password-1'
  await prepare(folder, plan, password)
  const server = startServer(folder, plan, password)
  const origin = `http://localhost:${plan.port}`
  await untilReady(origin)
  return {
    origin,
    pid: server.pid ?? 0,
    tokens: Array.from({ length: plan.agents }, (_, index) => tokenOf(index)),
    password,
    async close() {
      const gone = new Promise((resolve) => server.once('exit', resolve))
      server.kill('SIGTERM')
      await gone
      await rm(folder, { recursive: true, force: true })
    },
  }
}

/** One agent's page without a browser: its socket. */
export class AgentBot {
  readonly #socket: WebSocket
  #nextId = 1

  private constructor(socket: WebSocket, onFrame: (frame: AgentServerFrame) => void) {
    this.#socket = socket
    socket.on('message', (data: Buffer) => onFrame(JSON.parse(data.toString()) as AgentServerFrame))
  }

  /** Connects and says hello; resolves at the welcome. */
  static connect(origin: string, token: string, onFrame: (frame: AgentServerFrame, bot: AgentBot) => void): Promise<AgentBot> {
    const socket = new WebSocket(`${origin.replace('http', 'ws')}/ws/agent`, {
      headers: { cookie: `openseat_session=${token}`, origin },
      perMessageDeflate: false,
    })
    return new Promise((resolve, reject) => {
      const bot: AgentBot = new AgentBot(socket, (frame) => {
        if (frame.type === 'ping') socket.send(JSON.stringify({ type: 'pong', t: frame.t }))
        if (frame.type === 'welcome') resolve(bot)
        onFrame(frame, bot)
      })
      socket.on('error', reject)
      socket.on('open', () =>
        socket.send(JSON.stringify({ type: 'hello', browserId: `bench-${token}`, tabId: `tab-${token}`, after: null, wantsLead: true })),
      )
    })
  }

  command(command: AgentCommandInput): void {
    this.#socket.send(JSON.stringify({ type: 'command', id: this.#nextId++, command }))
  }

  close(): void {
    this.#socket.terminate()
  }
}

/** Runs `work` over the items, a few at a time. */
export async function inParallel<T>(items: readonly T[], width: number, work: (item: T) => Promise<void>): Promise<void> {
  const rest = items[Symbol.iterator]()
  const lane = async (): Promise<void> => {
    for (let next = rest.next(); !next.done; next = rest.next()) await work(next.value)
  }
  await Promise.all(Array.from({ length: width }, lane))
}

export interface Usage {
  /** Resident memory, bytes. */
  readonly memory: number
  /** CPU used since the process began, seconds. */
  readonly cpu: number
}

export function usageOf(pid: number): Usage {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? []
  const pages = Number(readFileSync(`/proc/${pid}/statm`, 'utf8').split(' ')[1])
  return { memory: pages * 4096, cpu: (Number(fields[11]) + Number(fields[12])) / clockTicksPerSecond }
}
