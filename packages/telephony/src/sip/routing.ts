// Where a call of ours goes: to a registered phone, over a trunk, or to the host of its URI.

import { isSipUri, parseUri, type Uri } from './message/uri.ts'
import type { Registrar } from './registration/registrar.ts'
import type { TrunkRegistrations } from './registration/trunk-registrations.ts'
import type { DialRequest } from './signaling-gateway.ts'
import type { Flow } from './transport/flow.ts'
import type { TransportLayer } from './transport/transport-layer.ts'

type RoutingParts = { registrar: Registrar | undefined; trunks: TrunkRegistrations; connect: (uri: Uri) => Promise<Flow> }

export class Routing {
  readonly #parts: RoutingParts

  constructor(parts: RoutingParts) {
    this.#parts = parts
  }

  /** Rejects when there is no way there. */
  async route({ to, trunk }: DialRequest): Promise<{ to: Uri; flow: Flow }> {
    const { registrar, trunks, connect } = this.#parts
    const [binding] = 'registeredUser' in to ? (registrar?.bindingsOf(to.registeredUser) ?? []) : []
    if (binding !== undefined) return { to: binding.contact, flow: binding.flow }
    const uri = 'uri' in to ? parseUri(to.uri) : undefined
    if (uri === undefined) throw new Error('nowhere to dial')
    return { to: uri, flow: trunks.flowOf(trunk) ?? (await connect(uri)) }
  }
}

/** A flow to the URI's host, by the transport that it asks for; UDP without a wish. */
export const connectTo = async (uri: Uri, transport: Pick<TransportLayer, 'connect'> | undefined): Promise<Flow> => {
  if (!isSipUri(uri) || transport === undefined) throw new Error('not a SIP URI')
  const wanted = uri.params.get('transport')?.toLowerCase()
  const name = uri.scheme === 'sips' || wanted === 'tls' ? 'tls' : wanted === 'tcp' ? 'tcp' : 'udp'
  return transport.connect({ transport: name, host: uri.host, port: uri.port })
}
