// The part of the wiring that asks companies' services about customers. For app.ts and tests.
import type { Logger } from 'pino'
import type { SecretBox } from '../access/secret-box.ts'
import { OutsideHttp, type Resolve } from '../adapters/outside-http/outside-http.ts'
import { AnswerReader } from '../customer-interfaces/answer-reader.ts'
import { CustomerInterfaces } from '../customer-interfaces/customer-interfaces.ts'
import { interfaceHandlers } from '../customer-interfaces/interface-handlers.ts'
import type { BreakerOptions } from '../customer-interfaces/interface-client.ts'
import { InterfaceMetrics } from '../customer-interfaces/interface-metrics.ts'
import type { Env } from '../runtime/env.ts'
import type { Settings } from '../settings/settings.ts'
import type { Database } from '../store/database.ts'

export interface InterfaceServiceParts {
  readonly database: Database
  readonly settings: Settings
  readonly secrets: SecretBox
  readonly log: Logger
  readonly env: Pick<Env, 'outsideNetworks'>
  readonly resolve?: Resolve
  readonly breaker?: BreakerOptions
}

/** Of each tenant: as many calls as may ring at once, and each asks once. */
const shares = { atOnce: 64, perMinute: 6_000 }

export function interfaceServices({ database, env, resolve, ...parts }: InterfaceServiceParts) {
  const outside = new OutsideHttp({ ...shares, networks: env.outsideNetworks, ...(resolve && { resolve }) })
  const answers = new AnswerReader()
  const metrics = new InterfaceMetrics()
  const interfaces = new CustomerInterfaces({ ...parts, outside, answers, metrics })
  return {
    interfaces,
    metrics: metrics.all,
    handlers: interfaceHandlers({ ...parts, platform: database.platform, outside, answers, interfaces }),
    async close(): Promise<void> {
      outside.close()
      interfaces.close()
      await answers.close()
    },
  }
}
