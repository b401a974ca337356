// A visitor's pass: a compact JWS (RFC 7515) that the company's own server signs with its widget's key. Only what stands in
// it becomes the call's attached data: a visitor can neither make nor change one, nor use it twice.
import { createHash, createHmac, timingSafeEqual } from 'node:crypto'
import { AppError, limits } from '@openseat/contracts'
import type { Settings } from '../settings/settings.ts'
import { z } from 'zod'

/** A pass lives no longer than this. */
const lifeSeconds = 600
/** Clocks of two servers. */
const skewSeconds = 60

/** Other algorithms do not exist here, `none` least of all; nor do header parts that change what is verified. */
const headerSchema = z.strictObject({ alg: z.literal('HS256'), typ: z.string().max(16).optional() })

const claimsSchema = z.object({
  wid: z.string(),
  /** The visitor's number or id, shown to the agent as the caller. */
  sub: z
    .string()
    .regex(/^[0-9A-Za-z+][0-9A-Za-z+._@-]{0,31}$/)
    .optional(),
  data: z.record(z.string().min(1).max(64), z.string().max(4_096)).default({}),
  exp: z.int(),
  jti: z.string().min(8).max(64),
})
export type VisitorPass = z.output<typeof claimsSchema>

export interface PassCheck {
  /** The widget's keys as its company has them. */
  readonly keys: readonly string[]
  readonly publicId: string
  /** Epoch milliseconds. */
  readonly now: number
}

/** `VISITOR_PASS` when it is not one of this widget's, `VISITOR_PASS_EXPIRED` when it is too old. */
export function readPass(pass: string, { keys, publicId, now }: PassCheck): VisitorPass {
  const [header = '', payload = '', signature = '', ...more] = pass.split('.')
  const signed = keys.some((key) => isSignature(signature, `${header}.${payload}`, key))
  if (more.length > 0 || !signed || !headerSchema.safeParse(parsed(header)).success) throw new AppError('VISITOR_PASS')
  const claims = claimsSchema.safeParse(parsed(payload))
  if (!claims.success || claims.data.wid !== publicId || isTooLarge(claims.data.data)) throw new AppError('VISITOR_PASS')
  const left = claims.data.exp - now / 1000
  if (left < -skewSeconds) throw new AppError('VISITOR_PASS_EXPIRED')
  if (left > lifeSeconds + skewSeconds) throw new AppError('VISITOR_PASS')
  return claims.data
}

/** In constant time, over the bytes as they came. */
function isSignature(signature: string, text: string, key: string): boolean {
  const expected = createHmac('sha256', key).update(text).digest()
  const given = Buffer.from(signature, 'base64url')
  return given.length === expected.length && given.toString('base64url') === signature && timingSafeEqual(given, expected)
}

const isTooLarge = (data: Readonly<Record<string, string>>): boolean => Buffer.byteLength(JSON.stringify(data)) > limits.attachedDataBytes

function parsed(part: string): unknown {
  try {
    return JSON.parse(Buffer.from(part, 'base64url').toString('utf8'))
  } catch {
    return undefined
  }
}

/** Passes that were used, each for as long as it would be valid: kept in the database, so that a restart forgets none. */
export class UsedPasses {
  readonly #settings: Pick<Settings, 'keep'>

  constructor(settings: Pick<Settings, 'keep'>) {
    this.#settings = settings
  }

  /** `VISITOR_PASS_USED` the second time. */
  async use(tenantId: number, { wid, jti, exp }: VisitorPass, now: number): Promise<void> {
    await this.#settings.keep(tenantId, async (trx) => {
      await trx.deleteFrom('used_pass').where('valid_until', '<', new Date(now)).execute()
      const { numInsertedOrUpdatedRows } = await trx
        .insertInto('used_pass')
        .values({ tenant_id: tenantId, pass: digestOf(`${wid} ${jti}`), valid_until: new Date((exp + skewSeconds) * 1000) })
        .onConflict((conflict) => conflict.doNothing())
        .executeTakeFirstOrThrow()
      if (numInsertedOrUpdatedRows !== 1n) throw new AppError('VISITOR_PASS_USED')
    })
  }
}

const digestOf = (text: string): string => createHash('sha256').update(text).digest('base64url')
