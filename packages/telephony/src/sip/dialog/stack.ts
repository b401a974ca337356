// What dialogs need of the layers below.

import type { Clock } from '../base/clock.ts'
import { addressOf, formatAddress } from '../message/address.ts'
import type { Header } from '../message/sip-message.ts'
import { sipUri } from '../message/uri.ts'
import type { TransactionLayer } from '../transaction/transaction-layer.ts'
import type { Flow } from '../transport/flow.ts'

export type Stack = { clock: Clock; transactions: TransactionLayer }

/** Where we want to be reached in this dialog: our address on the flow that the peer uses. */
export const contactHeader = (flow: Flow, user?: string): Header => {
  const { host, port } = flow.advertised
  const params = flow.transport === 'udp' ? '' : `;transport=${flow.transport}`
  return { name: 'contact', value: formatAddress(addressOf(sipUri({ user, host, port, params }))) }
}
