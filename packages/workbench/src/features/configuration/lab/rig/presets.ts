// Contacts that pages meet sooner or later, and those that somebody sends to break them. Pure.
import type { LabSession } from '@openseat/contracts'

/** None of them may become script, a header, an address or another parameter. */
export const hostileValues = {
  markup: '"><img src=x onerror="document.title=\'broken\'"><script>document.title="broken"</script>',
  quotes: `'"\`\\'); document.title = 'broken' //`,
  lines: '138\r\nLocation: https://evil.example/\r\n\r\n&callerNum=1#x',
  emoji: '😀\u202e王\u0000\ud83d',
  long: 'x'.repeat(4096),
  script: 'javascript:document.title="broken"',
} as const
export type HostileName = keyof typeof hostileValues
export const hostileNames = Object.keys(hostileValues) as HostileName[]

export const presetNames = ['inbound', 'outbound', 'video', 'noNumber', ...hostileNames] as const
export type PresetName = (typeof presetNames)[number]

const customer = '13800135678'

export function hostileSession(session: LabSession, name: HostileName): LabSession {
  const text = hostileValues[name]
  return {
    ...session,
    callData: { ...session.callData, callerNum: text, callskill: text },
    attachedData: [...session.attachedData.filter(({ key }) => key !== 'note'), { key: 'note', value: text }],
  }
}

export function presetSession(session: LabSession, name: PresetName): LabSession {
  const { callData } = session
  switch (name) {
    case 'inbound':
      return { ...session, medium: 'audio', callData: { ...callData, callerNum: customer, calledNum: '4466', callType: '0' } }
    case 'outbound':
      return { ...session, medium: 'audio', callData: { ...callData, callerNum: '4466', calledNum: customer, callType: '1' } }
    case 'video':
      return { ...session, medium: 'video' }
    case 'noNumber':
      return { ...session, callData: { ...callData, callerNum: '' } }
    default:
      return hostileSession(session, name)
  }
}
