// All endpoints of one stack: bytes in, parsed messages out, with the flow that they came on. Rate limit before parsing.
// It knows no transaction.

import { isIP } from 'node:net'
import type { Clock } from '../base/clock.ts'
import { parseMessage, type Rejection } from '../message/parse.ts'
import { serialiseRejection } from '../message/serialise.ts'
import type { SipMessage, SipRequest } from '../message/sip-message.ts'
import type { EndpointHandlers, Flow, HostPort, TransportName } from './flow.ts'
import { RateLimit, type RateLimitSettings } from './rate-limit.ts'
import { replyAddress, withReceived } from './received.ts'
import { resolveTarget, type Target } from './resolve-target.ts'
import { StreamEndpoint, type TlsSettings } from './stream-endpoint.ts'
import { STREAM_LIMITS, type StreamLimits } from './stream-places.ts'
import { UdpEndpoint } from './udp-endpoint.ts'

/** `port` 0 takes any free one. `host` `::` is IPv6 alone, beside `0.0.0.0`. */
export type ListenAddress =
  | { transport: 'udp' | 'tcp'; host: string; port: number }
  | { transport: 'tls'; host: string; port: number; tls: TlsSettings }

export type TransportSettings = {
  listen: readonly ListenAddress[]
  /** What peers reach us by, when it is not the address that we listen on. */
  publicHost?: string
  rateLimit: RateLimitSettings
  /** Of connections; those that are not given have their defaults. */
  streams?: Partial<StreamLimits>
}

export type TransportHandlers = {
  onMessage: (message: SipMessage, flow: Flow) => void
  onFlowClosed: (flow: Flow) => void
  /** Whether we have to do with whoever is at this address; absent: with nobody. */
  knows?: (host: string) => boolean
  /** Whether a malformed request from there gets its 400; absent: silence. */
  answersMalformed?: (remote: HostPort, rejection: Rejection) => boolean
}

type TransportParts = { settings: TransportSettings; handlers: TransportHandlers; clock: Clock }

const FAMILIES = [4, 6] as const

export class TransportLayer {
  readonly #parts: TransportParts
  readonly #limit: RateLimit
  readonly #udp: UdpEndpoint[] = []
  readonly #streams: StreamEndpoint[] = []
  dropped = 0

  private constructor(parts: TransportParts) {
    this.#parts = parts
    this.#limit = new RateLimit(parts.settings.rateLimit, parts.handlers.knows ?? (() => false), parts.clock)
  }

  /** Rejects when an address cannot be listened on; nothing stays open then. */
  static async open(parts: TransportParts): Promise<TransportLayer> {
    const layer = new TransportLayer(parts)
    try {
      for (const address of parts.settings.listen) await layer.#listen(address)
    } catch (error) {
      await layer.close()
      throw error
    }
    return layer
  }

  /** The addresses listened on, with the ports taken. */
  get listening(): { transport: TransportName; local: HostPort }[] {
    return [...this.#udp, ...this.#streams].map(({ transport, local }) => ({ transport, local }))
  }

  /** A flow towards a URI's host, for requests outside dialogs. Rejects when there is no way. */
  async connect(target: Target): Promise<Flow> {
    const endpoints = [...this.#udp, ...this.#streams].filter(({ transport }) => transport === target.transport)
    const remote = await resolveTarget(
      target,
      FAMILIES.filter((family) => endpoints.some(({ local }) => isIP(local.host) === family)),
    )
    const fits = ({ transport, local }: UdpEndpoint | StreamEndpoint): boolean =>
      transport === target.transport && isIP(local.host) === isIP(remote.host)
    const udp = this.#udp.find(fits)
    if (udp !== undefined) return udp.flowTo(remote)
    const stream = this.#streams.find(fits)
    if (stream === undefined) throw new Error(`no ${target.transport} endpoint for ${remote.host}`)
    return stream.connect(remote, target.host)
  }

  /** Where responses to a request go. */
  replyFlow(request: SipRequest, flow: Flow): Flow {
    const { host, port } = replyAddress(request, flow)
    if (host === flow.remote.host && port === flow.remote.port) return flow
    const endpoint = this.#udp.find(({ local }) => local.port === flow.advertised.port && isIP(local.host) === isIP(host))
    return endpoint?.flowTo({ host, port }) ?? flow
  }

  async close(): Promise<void> {
    await Promise.all([...this.#udp, ...this.#streams].map((endpoint) => endpoint.close()))
  }

  async #listen(address: ListenAddress): Promise<void> {
    const { host, port } = address
    const handlers: EndpointHandlers = {
      onMessage: (bytes, flow) => this.#onBytes(bytes, flow),
      onClosed: (flow) => this.#parts.handlers.onFlowClosed(flow),
      knows: (remote) => this.#parts.handlers.knows?.(remote) === true,
    }
    const parts = { host, port, publicHost: this.#parts.settings.publicHost, handlers }
    const limits = { ...STREAM_LIMITS, ...this.#parts.settings.streams }
    if (address.transport === 'udp') this.#udp.push(await UdpEndpoint.listen(parts))
    else this.#streams.push(await StreamEndpoint.listen({ ...parts, limits, tls: address.transport === 'tls' ? address.tls : undefined }))
  }

  #onBytes(bytes: Buffer, flow: Flow): void {
    if (!this.#limit.admit(flow.remote.host, bytes)) return void this.dropped++
    const outcome = parseMessage(bytes)
    const { onMessage, answersMalformed } = this.#parts.handlers
    if (outcome.ok) {
      const { message } = outcome
      onMessage(message.kind === 'request' ? withReceived(message, flow.remote) : message, flow)
    } else if (outcome.answer !== undefined && answersMalformed?.(flow.remote, outcome.answer) === true) {
      flow.send(serialiseRejection(outcome.answer))
    } else this.dropped++
  }
}
