// A flow: the way back to exactly the peer that a message came from (the idea of RFC 5626, without its headers).
// Requests inside a dialog and responses travel on a flow; nobody derives it from the host of a URI.

export type TransportName = 'udp' | 'tcp' | 'tls'

export type HostPort = { host: string; port: number }

export interface Flow {
  /** Unique while the flow is open; for logs and comparisons. */
  readonly id: string
  readonly transport: TransportName
  /** TCP and TLS: the transport repeats what is lost. */
  readonly reliable: boolean
  readonly remote: HostPort
  /** What we put into Via and Contact towards this peer. */
  readonly advertised: HostPort
  readonly open: boolean
  /** A closed flow drops what it is given; the transaction's timer notices. */
  send(bytes: Buffer): void
  /** A request that came by it was served. Connections that bring nothing of the kind are not kept. */
  welcome?(): void
}

/** What an endpoint tells: bytes of one message and where they came from. */
export type EndpointHandlers = {
  onMessage: (bytes: Buffer, flow: Flow) => void
  onClosed: (flow: Flow) => void
  /** Whether we have to do with whoever is at this address. */
  knows: (host: string) => boolean
}
