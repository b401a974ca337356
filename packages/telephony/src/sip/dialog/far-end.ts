// What it takes to hang up on the far end of a call when the program that had the call is no more: its dialog, as a text that the
// owner keeps with the call. Requests go to the address that the peer was at, as in the dialog itself.

import { formatAddress, parseAddress, parseAddresses } from '../message/address.ts'
import { parseUri } from '../message/uri.ts'
import type { Flow, HostPort, TransportName } from '../transport/flow.ts'
import { Dialog } from './dialog.ts'
import { RequestSender } from './request-sender.ts'
import type { Stack } from './stack.ts'

/** Longer ones, of peers with very long headers, are not worth their place. */
const maxLength = 2_000

/** Above every number that the dialog can have come to. */
const sequenceLeap = 100_000

/** Our own words: what cannot be read is of another version. */
interface Stored extends HostPort {
  readonly callId: string
  readonly local: string
  readonly remote: string
  readonly target: string
  readonly routes: readonly string[]
  readonly sequence: number
  readonly transport: TransportName
}

/** Undefined: it would be too long. */
export function farEndOf(dialog: Dialog): string | undefined {
  const { callId, local, remote, target, routes, localSequence, flow } = dialog.parts
  const stored: Stored = {
    callId,
    local: formatAddress(local),
    remote: formatAddress(remote),
    target: target.text,
    routes: routes.map(formatAddress),
    sequence: localSequence,
    transport: flow.transport,
    ...flow.remote,
  }
  const text = Buffer.from(JSON.stringify(stored)).toString('base64url')
  return text.length > maxLength ? undefined : text
}

/** Connections do not outlive the program; the peer is asked for at the port that it listens on. */
type Connect = (to: HostPort & { transport: TransportName }) => Promise<Flow>

/** Whether the far end answered; whatever it says, the call is over on its side, too. */
export async function hangUpFarEnd(text: string, { stack, connect }: { stack: Stack; connect: Connect }): Promise<boolean> {
  const dialog = await dialogOf(text, connect)
  if (!dialog) return false
  return new Promise((resolve) => {
    new RequestSender(stack, undefined).send({
      build: () => dialog.request('BYE', { headers: [{ name: 'reason', value: 'SIP;cause=503;text="restarted"' }] }),
      flow: dialog.flow,
      onFailed: () => resolve(false),
      onResponse: ({ status }) => {
        if (status >= 200) resolve(true)
      },
    })
  })
}

async function dialogOf(text: string, connect: Connect): Promise<Dialog | undefined> {
  const stored = readStored(text)
  if (!stored) return undefined
  const { callId, sequence, transport, host, port } = stored
  const [local, remote] = [parseAddress(stored.local), parseAddress(stored.remote)]
  const [target, routes] = [parseUri(stored.target), parseAddresses(stored.routes)]
  if (!local || !remote || !target || !routes) return undefined
  const listening = routes[0]?.uri.port ?? target.port ?? (transport === 'tls' ? 5061 : 5060)
  const flow = await connect({ transport, host, port: transport === 'udp' ? port : listening })
  const localSequence = sequence + sequenceLeap
  return new Dialog({ callId, local, remote, target, routes, localSequence, remoteSequence: undefined, flow })
}

function readStored(text: string): Stored | undefined {
  try {
    const stored = JSON.parse(Buffer.from(text, 'base64url').toString()) as Partial<Stored>
    const { callId, local, remote, target, routes, sequence, transport, host, port } = stored
    const texts = [callId, local, remote, target, host, ...(routes ?? [null])]
    const isWhole = texts.every((each) => typeof each === 'string') && Number.isSafeInteger(sequence) && Number.isSafeInteger(port)
    return isWhole && transport !== undefined ? (stored as Stored) : undefined
  } catch {
    return undefined
  }
}
