// Starts the server: environment, store, demo in demo mode, application; and stops it again.
import { fork, type ChildProcess } from 'node:child_process'
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { pino, type Logger } from 'pino'
import { createApp, workbenchOrigin, type App } from './app.ts'
import { readEnv, type Env } from './runtime/env.ts'
import { openSecretBox } from './access/key-file.ts'
import { errorForLog } from './runtime/log-error.ts'
import { serveStandby } from './http/standby.ts'
import type { SecretBox } from './access/secret-box.ts'
import { SigningKeys } from './pops/signing-keys.ts'
import { demoPassword } from './demo/demo-password.ts'
import { demoFlowExtension } from './demo/demo-flow.ts'
import { demoAccessCode, demoAccounts, seedDemo } from './demo/demo-seed.ts'
import { demoWidget, type DemoWidget } from './demo/demo-widget.ts'
import { hasStaff } from './settings/platform-setup.ts'
import { Settings } from './settings/settings.ts'
import { Database } from './store/database.ts'
import { openStore, type Store } from './store/open-store.ts'
import { StartRefused } from './runtime/start-refused.ts'

const exampleEnterprise = fileURLToPath(new URL('../../../examples/src/main.ts', import.meta.url))

interface Running {
  readonly app: App
  readonly store: Store
  readonly examples: ChildProcess | null
}

async function start(env: Env, log: Logger, onLost: () => void): Promise<Running> {
  let leaveStandby = (): Promise<void> => Promise.resolve()
  const store = await openStore({
    ...env,
    onTrouble: (message, error) => log.warn({ err: error }, message),
    async onWaiting(holder) {
      await refuseWrongKey(env, log)
      leaveStandby = await serveStandby(env)
      process.stdout.write(`Another OpenSeat has the database (${holder}). This one is its standby and takes over when it ends.\n`)
    },
    onLost,
  })
  await leaveStandby()
  try {
    return await serve({ env, log, store })
  } catch (error) {
    // The built-in PostgreSQL is a process of its own: it is not left behind.
    await store.close()
    throw error
  }
}

/** A standby with another key could not serve: that is to be known now, and not when it is needed. */
async function refuseWrongKey(env: Env, log: Logger): Promise<void> {
  const onError = (error: Error): void => log.warn({ err: error }, 'a database connection broke')
  const database = new Database({ address: { url: env.databaseUrl ?? '' }, onError })
  try {
    const secrets = await openSecretBox(env)
    await new SigningKeys({ database, secrets, now: () => Date.now() }).refuseWrongKey()
  } catch (error) {
    if (error instanceof StartRefused) throw error
    log.warn({ err: error }, 'the key could not be tried while the database is another program’s')
  } finally {
    await database.close()
  }
}

async function serve({ env, log, store }: { env: Env; log: Logger; store: Store }): Promise<Running> {
  const secrets = await openSecretBox(env)
  await new SigningKeys({ database: store.database, secrets, now: () => Date.now() }).refuseWrongKey()
  const settings = new Settings(store.database, (error) => log.error({ err: error }, 'a listener for settings failed'))
  const greeting = env.production ? await productionGreeting(settings) : await demoGreeting({ env, store, settings, secrets })
  const app = await createApp({ env, database: store.database, settings, log })
  await app.http.listen({ port: env.port, host: env.host })
  process.stdout.write(`${greeting}${app.speaks}\n`)
  if (env.production) return { app, store, examples: null }
  return { app, store, examples: startExamples(env, await demoWidget(settings, store.database.platform, secrets)) }
}

async function productionGreeting(settings: Settings): Promise<string> {
  if (await hasStaff(settings)) return 'OpenSeat is ready.\n'
  return 'OpenSeat is ready. There is no operator yet: npm run create-operator -- ACCOUNT\n'
}

interface DemoContext {
  readonly env: Env
  readonly store: Store
  readonly settings: Settings
  readonly secrets: SecretBox
}

async function demoGreeting({ env, store, settings, secrets }: DemoContext): Promise<string> {
  const password = await demoPassword(env.demoPassword, env.dataFolder)
  const enterpriseOrigin = `http://localhost:${env.examplesPort}`
  await seedDemo({ settings, platform: store.database.platform }, { password, enterpriseOrigin, secrets })
  const origin = workbenchOrigin(env)
  const accounts = demoAccounts.map(
    ({ login, role, agentNumber }) => `  ${login.padEnd(14)} ${role}${agentNumber ? ` ${agentNumber}` : ''}`,
  )
  return `
OpenSeat 开席 is ready.

  Workbench            ${origin}
  Telephone            ${origin}/phone
  Example enterprise   ${enterpriseOrigin}
  API document         ${origin}/api

Demo accounts, password ${password}
${accounts.join('\n')}

Try this
  1. Log in as wangmin@demo and sign in (签入) with your microphone.
  2. In another window open the telephone, keep its number (a customer of the example) and dial ${demoAccessCode}. You hear the queue's music, and the workbench rings. Dial ${demoAccessCode}${demoFlowExtension} for a flow: language, menu, balance, queue.
  3. Answer: you hear each other, and the customer's page opens. Hang up: wrap-up, then the contact record.
  4. Dial the telephone's number from the workbench.
  5. Call from a company's page: ${enterpriseOrigin}/shop/

Stop with Ctrl-C.
`
}

/** The example enterprise lives in a process and on a port of its own: another origin, as in life. */
function startExamples(env: Env, widget: DemoWidget | undefined): ChildProcess | null {
  if (!existsSync(exampleEnterprise)) return null
  const call = widget && {
    OPENSEAT_EXAMPLES_DESK: workbenchOrigin(env),
    OPENSEAT_EXAMPLES_TENANT: 'demo',
    OPENSEAT_EXAMPLES_WIDGET: widget.publicId,
    OPENSEAT_EXAMPLES_WIDGET_KEY: widget.key,
  }
  const examples = fork(exampleEnterprise, { env: { ...process.env, OPENSEAT_EXAMPLES_PORT: String(env.examplesPort), ...call } })
  // The demo goes on without them.
  examples.on('error', (error) => process.stderr.write(`The example enterprise cannot run: ${error.message}\n`))
  return examples
}

/** Without the database, not everything can be ended in order. */
const lostLimitMs = 5_000

/** How the program ends, once it runs: in order, one time. */
class Ending {
  #running: Running | undefined
  #begun = false

  follow(running: Running): void {
    this.#running = running
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => this.#end(0))
  }

  /** Another program has the database: calls and sockets here are over, and nothing can be written. */
  lost(): void {
    process.stderr.write('Another OpenSeat has taken the database over. This one ends.\n')
    setTimeout(() => process.exit(1), lostLimitMs)
    this.#end(1)
  }

  #end(code: number): void {
    if (this.#begun || this.#running === undefined) process.exit(1)
    this.#begun = true
    const { app, store, examples } = this.#running
    if (examples?.connected === true) examples.disconnect()
    const closed = app.close().then(() => store.close())
    void closed.then(
      () => process.exit(code),
      () => process.exit(1),
    )
  }
}

/** Words for the person at the terminal; a stack only where the program itself is at fault. */
function failureText(error: unknown): string {
  if (error instanceof StartRefused) return error.message
  if (error instanceof Error && 'code' in error && error.code === 'EADDRINUSE') {
    return `Another program has the port already (${error.message}). Choose another with OPENSEAT_PORT.`
  }
  return error instanceof Error ? (error.stack ?? error.message) : String(error)
}

try {
  const env = readEnv()
  const log = pino({
    serializers: { err: errorForLog },
    level: process.env['OPENSEAT_LOG_LEVEL'] === undefined && !env.production ? 'warn' : env.logLevel,
  })
  const ending = new Ending()
  ending.follow(await start(env, log, () => ending.lost()))
} catch (error) {
  process.stderr.write(`${failureText(error)}\n`)
  process.exit(1)
}
