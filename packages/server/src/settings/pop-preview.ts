// What a pop will ask for, with sample values: the same functions that real contacts use.

import type { RouteResponse } from '@openseat/contracts'
import { livingAddress, pageRequest, type PageAddress } from '@openseat/domain/screen-pop/page-address'
import type { Person } from '../access/person.ts'

export type SampleAgent = Pick<Person, 'agentNumber' | 'account'>

const sample = {
  callerNum: '13800138000',
  calledNum: '4466',
  callid: '1653963570-252',
  mediaType: '1',
  callType: '0',
  callskill: 'VIP',
  callskillid: '1',
  numberLabel: 'A1',
}

export function previewRequest(pop: PageAddress, person: SampleAgent, origin: string): RouteResponse<'previewScreenPop'> {
  if (pop.url === '') return { url: '', form: null }
  if (pop.passMode === 'webApi') return { url: livingAddress(pop.url, origin), form: null }
  const callData = { ...sample, workNo: person.agentNumber ?? '101', agentName: person.account }
  const attached = pop.params.filter((param) => param.source === 'attachedData').map((param) => [param.key, `<${param.key}>`])
  const { url, form } = pageRequest(pop, { callData, attachedData: Object.fromEntries(attached) as Record<string, string> }, origin)
  return { url, form: form && [...form] }
}
