// The environment, parsed once. Everything that is wrong is said at once, in words for the person at the terminal.

import { readFileSync } from 'node:fs'
import { isIP } from 'node:net'
import path from 'node:path'
import { listOf } from '@openseat/contracts'
import { StartRefused } from './start-refused.ts'

/** Paths of PEM files. */
export interface SipTls {
  readonly port: number
  readonly certificate: string
  readonly key: string
  /** Whom we trust when we connect; undefined: those of Node.js. */
  readonly authorities: string | undefined
}

export interface Env {
  readonly production: boolean
  readonly port: number
  readonly host: string
  /** Absolute. */
  readonly dataFolder: string
  /** Undefined: the built-in PostgreSQL. */
  readonly databaseUrl: string | undefined
  /** Waits while another program has that database, and takes over when it ends. */
  readonly standby: boolean
  /** 32 bytes; undefined only outside production, where one is made and kept. */
  readonly keyEncryptionKey: Buffer | undefined
  /** Older keys: they open what they sealed. */
  readonly olderKeys: readonly Buffer[]
  /** Where SIP is listened for; `OPENSEAT_HOST` when it is not said. */
  readonly sipHost: string
  /** UDP and TCP. */
  readonly sipPort: number
  /** Undefined: no SIP over TLS. */
  readonly sipTls: SipTls | undefined
  /** What strangers on the SIP port get. */
  readonly sipUnknown: 'silence' | 'forbid'
  /** Networks that agents' fixed `sip:` addresses may lead to. */
  readonly sipContacts: readonly string[]
  /** Private networks that pages and interfaces listed by name may lead the server to. */
  readonly outsideNetworks: readonly string[]
  readonly rtpPorts: { readonly from: number; readonly to: number }
  /** Rooms that one media worker takes at most; there are as many workers as cores, and two at least. */
  readonly callsPerWorker: number
  readonly publicAddress: string | undefined
  /** Relays for browsers that do not reach each other or us, and what their passwords are made with (coturn's `use-auth-secret`). */
  readonly turn: { readonly urls: readonly string[]; readonly secret: string } | undefined
  /** The workbench's own origin as browsers see it, when a proxy stands in front. */
  readonly publicOrigin: string | undefined
  /** Proxies that are believed when they say where a request comes from. */
  readonly trustedProxies: readonly string[]
  /** What speaks: `espeak` (where it is installed), `none`, or the address of an engine. */
  readonly speech: { readonly engine: string; readonly token: string | undefined }
  readonly examplesPort: number
  readonly demoPassword: string | undefined
  readonly logLevel: string
}

type Source = Readonly<Record<string, string | undefined>>

const logLevels = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']
const keyBytes = 32

/** Collects problems instead of stopping at the first. */
class Reader {
  readonly problems: string[] = []
  readonly #source: Source

  constructor(source: Source) {
    this.#source = source
  }

  text(name: string): string | undefined {
    const value = this.#source[name]?.trim()
    return value === '' ? undefined : value
  }

  wrong(name: string, rule: string): undefined {
    this.problems.push(`${name} ${rule}; it is ${JSON.stringify(this.#source[name] ?? '')}`)
    return undefined
  }

  port(name: string, fallback: number): number {
    const value = this.text(name)
    if (value === undefined) return fallback
    return toPort(value) ?? this.wrong(name, 'must be a port from 0 to 65535') ?? fallback
  }

  whole(name: string, { fallback, max }: { fallback: number; max: number }): number {
    const value = this.text(name)
    if (value === undefined) return fallback
    if (/^[1-9]\d{0,8}$/.test(value) && Number(value) <= max) return Number(value)
    return this.wrong(name, `must be a whole number from 1 to ${max}`) ?? fallback
  }

  range(name: string, fallback: { from: number; to: number }): { from: number; to: number } {
    const value = this.text(name)
    if (value === undefined) return fallback
    const [from, to] = value.split('-').map(toPort)
    if (from !== undefined && to !== undefined && from <= to) return { from, to }
    return this.wrong(name, 'must be two ports such as 20000-20999') ?? fallback
  }

  url(name: string, protocols: readonly string[]): string | undefined {
    const value = this.text(name)
    if (value === undefined) return undefined
    if (URL.canParse(value) && protocols.includes(new URL(value).protocol)) return value
    // The value may hold a password: it is not repeated.
    this.problems.push(`${name} must be an address beginning with ${protocols.map((protocol) => `${protocol}//`).join(' or ')}`)
    return undefined
  }

  networks(name: string): readonly string[] {
    const list = listOf(this.text(name) ?? '')
    if (list.every(isNetwork)) return list
    this.wrong(name, 'must be addresses or networks such as 192.168.0.0/16, with commas between')
    return []
  }

  /** Unless it is said: a proxy on this machine, where there is one. */
  trustedProxies(behindProxy: boolean): readonly string[] {
    if (this.text('OPENSEAT_TRUSTED_PROXIES') !== undefined) return this.networks('OPENSEAT_TRUSTED_PROXIES')
    return behindProxy ? ['127.0.0.0/8', '::1'] : []
  }

  choice<T extends string>(name: string, options: readonly [T, ...T[]]): T {
    const value = this.text(name)
    if (value === undefined) return options[0]
    return options.find((option) => option === value) ?? this.wrong(name, `must be ${options.join(' or ')}`) ?? options[0]
  }

  tls(): SipTls | undefined {
    const [certificate, key] = [this.text('OPENSEAT_SIP_TLS_CERT'), this.text('OPENSEAT_SIP_TLS_KEY')]
    const port = this.port('OPENSEAT_SIP_TLS_PORT', 5061)
    if (certificate !== undefined && key !== undefined) return { port, certificate, key, authorities: this.text('OPENSEAT_SIP_TLS_CA') }
    if (certificate !== undefined) this.wrong('OPENSEAT_SIP_TLS_KEY', 'is needed beside OPENSEAT_SIP_TLS_CERT')
    if (key !== undefined) this.wrong('OPENSEAT_SIP_TLS_CERT', 'is needed beside OPENSEAT_SIP_TLS_KEY')
    return undefined
  }

  turn(): Env['turn'] {
    const [urls, secret] = [listOf(this.text('OPENSEAT_TURN_URLS') ?? ''), this.text('OPENSEAT_TURN_SECRET')]
    if (!urls.every((url) => /^turns?:[^\s]+$/.test(url)))
      this.wrong('OPENSEAT_TURN_URLS', 'must be addresses such as turn:turn.example.com:3478')
    if (urls.length > 0 && secret === undefined) this.problems.push('OPENSEAT_TURN_SECRET is needed beside OPENSEAT_TURN_URLS')
    return urls.length > 0 && secret !== undefined ? { urls, secret } : undefined
  }

  speechEngine(): string {
    const value = this.text('OPENSEAT_SPEECH') ?? 'espeak'
    return value === 'espeak' || value === 'none' ? value : (this.url('OPENSEAT_SPEECH', ['http:', 'https:']) ?? 'none')
  }

  standby(): boolean {
    const wanted = this.choice('OPENSEAT_STANDBY', ['0', '1']) === '1'
    if (wanted && this.text('DATABASE_URL') === undefined)
      this.problems.push('OPENSEAT_STANDBY needs DATABASE_URL: the built-in PostgreSQL belongs to one program')
    return wanted
  }

  olderKeys(name: string): readonly Buffer[] {
    const keys = listOf(this.text(name) ?? '').map((text) => Buffer.from(text, 'base64'))
    if (keys.every((key) => key.length === keyBytes)) return keys
    this.problems.push(`${name} must be keys of ${keyBytes} bytes in base64, with commas between`)
    return []
  }

  /** What stands in the file that a variable names. */
  fileText(name: string): string | undefined {
    const file = this.text(name)
    if (file === undefined) return undefined
    try {
      return readFileSync(file, 'utf8').trim()
    } catch (error) {
      this.wrong(name, `must name a file that can be read (${(error as NodeJS.ErrnoException).code ?? ''})`)
      return undefined
    }
  }

  key(name: string, required: boolean): Buffer | undefined {
    const value = this.text(name) ?? this.fileText(`${name}_FILE`)
    const key = value === undefined ? undefined : Buffer.from(value, 'base64')
    if (key?.length === keyBytes) return key
    if (value !== undefined) this.problems.push(`${name} must be ${keyBytes} bytes in base64 (openssl rand -base64 ${keyBytes})`)
    else if (required) this.problems.push(`${name} is required in production: openssl rand -base64 ${keyBytes}`)
    return undefined
  }
}

/** `192.168.0.0/16`, `10.0.0.1`, or the same in IPv6. */
function isNetwork(text: string): boolean {
  const [address = '', bits, ...more] = text.split('/')
  const widest = isIP(address) === 6 ? 128 : 32
  return isIP(address) !== 0 && more.length === 0 && (bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= widest))
}

function toPort(text: string): number | undefined {
  return /^\d{1,5}$/.test(text) && Number(text) <= 65_535 ? Number(text) : undefined
}

/** Throws a StartRefused that names every wrong variable. */
export function readEnv(source: Source = process.env): Env {
  const reader = new Reader(source)
  const env = parse(reader)
  if (reader.problems.length === 0) return env
  throw new StartRefused(`The environment is not right:\n${reader.problems.map((problem) => `  - ${problem}`).join('\n')}`)
}

function parse(reader: Reader): Env {
  const production = reader.text('NODE_ENV') === 'production'
  const origin = reader.url('OPENSEAT_PUBLIC_ORIGIN', ['http:', 'https:'])
  if (origin !== undefined && new URL(origin).href !== `${new URL(origin).origin}/`)
    reader.wrong('OPENSEAT_PUBLIC_ORIGIN', 'must be an origin such as https://desk.example.com, without a path')
  const logLevel = reader.text('OPENSEAT_LOG_LEVEL') ?? 'info'
  if (!logLevels.includes(logLevel)) reader.wrong('OPENSEAT_LOG_LEVEL', `must be one of ${logLevels.join(', ')}`)
  return {
    production,
    port: reader.port('OPENSEAT_PORT', 8080),
    host: reader.text('OPENSEAT_HOST') ?? '127.0.0.1',
    dataFolder: path.resolve(reader.text('OPENSEAT_DATA') ?? '../data'),
    databaseUrl: reader.url('DATABASE_URL', ['postgres:', 'postgresql:']),
    standby: reader.standby(),
    keyEncryptionKey: reader.key('OPENSEAT_KEK', production),
    olderKeys: reader.olderKeys('OPENSEAT_KEK_OLDER'),
    sipHost: reader.text('OPENSEAT_SIP_HOST') ?? reader.text('OPENSEAT_HOST') ?? '127.0.0.1',
    sipPort: reader.port('OPENSEAT_SIP_PORT', 5060),
    sipTls: reader.tls(),
    sipUnknown: reader.choice('OPENSEAT_SIP_UNKNOWN', ['silence', 'forbid']),
    sipContacts: reader.networks('OPENSEAT_SIP_CONTACTS'),
    outsideNetworks: reader.networks('OPENSEAT_OUTSIDE_NETWORKS'),
    rtpPorts: reader.range('OPENSEAT_RTP_PORTS', { from: 20_000, to: 20_999 }),
    callsPerWorker: reader.whole('OPENSEAT_CALLS_PER_WORKER', { fallback: 40, max: 1_000 }),
    publicAddress: reader.text('OPENSEAT_PUBLIC_ADDRESS'),
    turn: reader.turn(),
    publicOrigin: origin === undefined ? undefined : new URL(origin).origin,
    trustedProxies: reader.trustedProxies(origin !== undefined),
    speech: { engine: reader.speechEngine(), token: reader.text('OPENSEAT_SPEECH_TOKEN') },
    examplesPort: reader.port('OPENSEAT_EXAMPLES_PORT', 8090),
    demoPassword: reader.text('OPENSEAT_DEMO_PASSWORD'),
    logLevel,
  }
}
