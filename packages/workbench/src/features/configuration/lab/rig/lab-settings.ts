// The lab's starting values, and what is made of its settings: the run that the server is asked for, the data that the
// page is told. Pure.
import { defaultGrants, type CallDataName, type LabRunInput, type LabSession, type LabSettings } from '@openseat/contracts'
import type { ContactEventData } from '@openseat/contracts/bridge'

const sampleCallData = (change: Partial<Record<CallDataName, string>>): Record<CallDataName, string> => ({
  callerNum: '13800135678',
  calledNum: '4466',
  callid: '1653963570-252',
  mediaType: '1',
  callType: '0',
  workNo: '101',
  callskill: 'customer service',
  callskillid: '1',
  agentName: 'agent',
  numberLabel: 'A1',
  ...change,
})

export const sampleSettings = (url: string): LabSettings => ({
  url,
  openMode: 'embedded',
  passMode: 'webApi',
  params: [],
  omitEmpty: false,
  afterFragment: false,
  contextToken: false,
  grants: [...defaultGrants],
  delaySeconds: 0,
  sessions: {
    A: { medium: 'audio', callData: sampleCallData({}), attachedData: [{ key: 'customerId', value: '10086' }] },
    B: { medium: 'audio', callData: sampleCallData({ callerNum: '13900002222', callid: '1653963600-253' }), attachedData: [] },
  },
  verification: { verifyTypeCode: 'cardCheck', verifyResult: '1', verifyReturn1: '', verifyReturn2: '', verifyReturn3: '' },
  outboundRefusal: null,
})

const attachedObject = ({ attachedData }: LabSession): Record<string, string> =>
  Object.fromEntries(attachedData.map(({ key, value }) => [key, value]))

/** What the server is asked for; `toldOrigin` in place of the workbench's own. */
export function runInputOf(settings: LabSettings, toldOrigin: string | null = null): LabRunInput {
  const { delaySeconds: _kept, sessions, verification: _verified, outboundRefusal: _answer, ...page } = settings
  return { ...page, callData: sessions.A.callData, attachedData: attachedObject(sessions.A), toldOrigin }
}

/** What handlers of the page receive of a contact. */
export function eventDataOf(session: LabSession, contextToken: string) {
  const { callerNum, calledNum, callid, callType, workNo } = session.callData
  const calldata = session.attachedData.length === 0 ? '' : JSON.stringify(attachedObject(session))
  const data = { callerNum, calledNum, callid, mediaType: session.medium, callType, workNo, calldata }
  return (contextToken === '' ? data : { ...data, contextToken }) satisfies ContactEventData
}
