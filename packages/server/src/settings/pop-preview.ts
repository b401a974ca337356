// What a pop's address will look like, with sample values: the same function that real contacts use.

import type { RouteBody } from '@openseat/contracts'
import { pageAddress } from '@openseat/domain/screen-pop/page-address'
import type { Person } from '../access/person.ts'

const sample = {
  callerNum: '13800138000',
  calledNum: '4466',
  callid: '1653963570-252',
  mediaType: '1',
  callType: '0',
  callskill: 'VIP',
  callskillid: '1',
}

export function previewAddress(pop: RouteBody<'previewScreenPop'>, person: Person, origin: string): string {
  const callData = { ...sample, workNo: person.agentNumber ?? '101', agentName: person.account }
  const attached = pop.params.filter((param) => param.source === 'attachedData').map((param) => [param.key, `<${param.key}>`])
  return pageAddress(pop, { callData, attachedData: Object.fromEntries(attached) as Record<string, string> }, origin)
}
