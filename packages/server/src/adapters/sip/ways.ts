// Where a number or an agent's phone can be reached: a registered phone of the tenant, a fixed address that the operator
// allows, or the trunks of an outbound route in their order. Decides; calls nobody.

import { contactChecker } from '../../settings/network-parts.ts'
import type { Way } from './line.ts'
import type { TrunkEntry } from './network-book.ts'
import { isDialable, numberOnRoute, routeFor } from './numbers.ts'
import type { LineWanted } from './sip-actor.ts'
import type { SipContext } from './sip-context.ts'
import { uriAt } from './trunk-watch.ts'

type Wanted = Pick<LineWanted, 'target' | 'callerNumber' | 'callerName'>

/** All ways there are now, the best first; none: nothing leads there. */
export function waysTo(context: SipContext, tenantId: number, wanted: Wanted): Way[] {
  const { target, callerNumber, callerName } = wanted
  const called = target.kind === 'number' ? target.number : target.phone
  const from = { user: callerNumber, host: context.ownHost, displayName: callerName }
  const phone = context.book.phoneOf(tenantId, called)
  if (phone && context.gateway.isRegistered(phone.userName)) {
    return [{ to: { registeredUser: phone.userName }, trunk: undefined, from, secure: false }]
  }
  if (/^sips?:/.test(called)) {
    return target.kind === 'agentPhone' && mayCall(context, called) ? [{ to: { uri: called }, trunk: undefined, from, secure: false }] : []
  }
  return isDialable(called) ? trunkWays(context, called, from) : []
}

/** Asked again at each call: a network that the operator takes back is not called any more. */
function mayCall({ book, contacts }: SipContext, address: string): boolean {
  return contactChecker(
    book.trunks.map(({ host }) => host),
    contacts,
  )(address)
}

function trunkWays(context: SipContext, number: string, from: Way['from']): Way[] {
  const route = routeFor(context.book.routes, number)
  if (route === undefined) return []
  const called = numberOnRoute(route, number)
  if (!isDialable(called)) return []
  const trunks = route.trunkIds.flatMap((id) => context.book.trunk(id) ?? []).filter(({ id }) => context.watch.isUsable(id))
  return trunks.flatMap((trunk) => waysOver(trunk, called, from))
}

function waysOver(trunk: TrunkEntry, called: string, from: Way['from']): Way[] {
  const user = trunk.callerNumber === '' ? from.user : trunk.callerNumber
  // A carrier that knows us by our log-in wants to see its own domain.
  const host = trunk.mode === 'registering' ? trunk.host : from.host
  const way = { to: { uri: uriAt(trunk, called) }, trunk, from: { user, host, displayName: '' } }
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
