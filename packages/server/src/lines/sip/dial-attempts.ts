// Where a number or an agent's phone can be reached: a registered phone of the tenant, a fixed address that the operator
// allows, or the trunks of an outbound route in their order. Decides; calls nobody.

import { contactChecker } from '../../settings/network-parts.ts'
import type { DialAttempt } from './line.ts'
import type { TrunkEntry } from './network-directory.ts'
import { isDialable, type OutsideNumber, routeFor } from './numbers.ts'
import type { LineWanted } from '../../desk/ports/line-port.ts'
import type { SipContext } from './sip-context.ts'
import { uriAt } from './trunk-monitor.ts'

type Wanted = Pick<LineWanted, 'target' | 'callerNumber' | 'callerName'>

/** What can be tried now, the best first; empty when nothing leads there. */
export function dialAttemptsTo(context: SipContext, tenantId: number, wanted: Wanted): DialAttempt[] {
  const { target } = wanted
  const called = target.kind === 'number' ? target.number : target.phone
  const from = fromOf(context, wanted)
  const phone = context.directory.phoneOf(tenantId, called) ?? context.directory.phoneOf(tenantId, target.e164 ?? called)
  if (phone && context.gateway.isRegistered(phone.userName)) {
    return [{ to: { registeredUser: phone.userName }, trunk: undefined, from, secure: false }]
  }
  if (/^sips?:/.test(called)) {
    return target.kind === 'agentPhone' && mayCall(context, called) ? [{ to: { uri: called }, trunk: undefined, from, secure: false }] : []
  }
  return target.number === null ? [] : trunkAttempts(context, { number: target.number, e164: target.e164 }, from)
}

/** RFC 3323: whom a caller without a number is told as. */
const anonymous: DialAttempt['from'] = { user: 'anonymous', host: 'anonymous.invalid', displayName: 'Anonymous' }

const fromOf = ({ ownHost }: SipContext, { callerNumber, callerName }: Wanted): DialAttempt['from'] =>
  callerNumber === '' ? anonymous : { user: callerNumber, host: ownHost, displayName: callerName }

export const isAnonymous = ({ host }: DialAttempt['from']): boolean => host === anonymous.host

/** Asked again at each call: a network that the operator takes back is not called any more. */
function mayCall({ directory, contacts }: SipContext, address: string): boolean {
  return contactChecker(
    directory.trunks.map(({ host }) => host),
    contacts,
  )(address)
}

function trunkAttempts(context: SipContext, number: OutsideNumber, from: DialAttempt['from']): DialAttempt[] {
  const taken = routeFor(context.directory.routes, number)
  if (taken === undefined || !isDialable(taken.called)) return []
  const { route, called } = taken
  const trunks = route.trunkIds.flatMap((id) => context.directory.trunk(id) ?? []).filter(({ id }) => context.monitor.isUsable(id))
  return trunks.flatMap((trunk) => attemptsOver(context, trunk, { called, from }))
}

function fromOver({ ownHost }: SipContext, trunk: TrunkEntry, from: DialAttempt['from']): DialAttempt['from'] {
  if (isAnonymous(from) && trunk.callerNumber === '') return from
  // A carrier that knows us by our log-in wants to see its own domain.
  const host = trunk.mode === 'registering' ? trunk.host : ownHost
  return { user: trunk.callerNumber === '' ? from.user : trunk.callerNumber, host, displayName: '' }
}

function attemptsOver(
  context: SipContext,
  trunk: TrunkEntry,
  { called, from }: { called: string; from: DialAttempt['from'] },
): DialAttempt[] {
  const attempt = { to: { uri: uriAt(trunk, called) }, trunk, from: fromOver(context, trunk, from) }
  switch (trunk.secureMedia) {
    case 'no':
      return [{ ...attempt, secure: false }]
    case 'require':
      return [{ ...attempt, secure: true }]
    case 'offer':
      return [
        { ...attempt, secure: true },
        { ...attempt, secure: false },
      ]
  }
}
