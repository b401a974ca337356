// Where a number or an agent's phone can be reached: a registered phone of the tenant, a fixed address that the operator
// allows, or the trunks of an outbound route in their order. Decides; calls nobody.

import { contactChecker } from '../../settings/network-parts.ts'
import type { Way } from './line.ts'
import type { TrunkEntry } from './network-book.ts'
import { isDialable, type OutsideNumber, routeFor } from './numbers.ts'
import type { LineWanted } from '../../desk/ports/line-port.ts'
import type { SipContext } from './sip-context.ts'
import { uriAt } from './trunk-watch.ts'

type Wanted = Pick<LineWanted, 'target' | 'callerNumber' | 'callerName'>

/** All ways there are now, the best first; none: nothing leads there. */
export function waysTo(context: SipContext, tenantId: number, wanted: Wanted): Way[] {
  const { target } = wanted
  const called = target.kind === 'number' ? target.number : target.phone
  const from = fromOf(context, wanted)
  const phone = context.book.phoneOf(tenantId, called) ?? context.book.phoneOf(tenantId, target.e164 ?? called)
  if (phone && context.gateway.isRegistered(phone.userName)) {
    return [{ to: { registeredUser: phone.userName }, trunk: undefined, from, secure: false }]
  }
  if (/^sips?:/.test(called)) {
    return target.kind === 'agentPhone' && mayCall(context, called) ? [{ to: { uri: called }, trunk: undefined, from, secure: false }] : []
  }
  return target.number === null ? [] : trunkWays(context, { number: target.number, e164: target.e164 }, from)
}

/** RFC 3323: whom a caller without a number is told as. */
const anonymous: Way['from'] = { user: 'anonymous', host: 'anonymous.invalid', displayName: 'Anonymous' }

const fromOf = ({ ownHost }: SipContext, { callerNumber, callerName }: Wanted): Way['from'] =>
  callerNumber === '' ? anonymous : { user: callerNumber, host: ownHost, displayName: callerName }

export const isAnonymous = ({ host }: Way['from']): boolean => host === anonymous.host

/** Asked again at each call: a network that the operator takes back is not called any more. */
function mayCall({ book, contacts }: SipContext, address: string): boolean {
  return contactChecker(
    book.trunks.map(({ host }) => host),
    contacts,
  )(address)
}

function trunkWays(context: SipContext, number: OutsideNumber, from: Way['from']): Way[] {
  const taken = routeFor(context.book.routes, number)
  if (taken === undefined || !isDialable(taken.called)) return []
  const { route, called } = taken
  const trunks = route.trunkIds.flatMap((id) => context.book.trunk(id) ?? []).filter(({ id }) => context.watch.isUsable(id))
  return trunks.flatMap((trunk) => waysOver(context, trunk, { called, from }))
}

function fromOver({ ownHost }: SipContext, trunk: TrunkEntry, from: Way['from']): Way['from'] {
  if (isAnonymous(from) && trunk.callerNumber === '') return from
  // A carrier that knows us by our log-in wants to see its own domain.
  const host = trunk.mode === 'registering' ? trunk.host : ownHost
  return { user: trunk.callerNumber === '' ? from.user : trunk.callerNumber, host, displayName: '' }
}

function waysOver(context: SipContext, trunk: TrunkEntry, { called, from }: { called: string; from: Way['from'] }): Way[] {
  const way = { to: { uri: uriAt(trunk, called) }, trunk, from: fromOver(context, trunk, from) }
  switch (trunk.secureMedia) {
    case 'no':
      return [{ ...way, secure: false }]
    case 'require':
      return [{ ...way, secure: true }]
    case 'offer':
      return [
        { ...way, secure: true },
        { ...way, secure: false },
      ]
  }
}
