export type { CallEvent, EndCause, ReofferOutcome } from './dialog/call-event.ts'
export type { DialRequest, IncomingCallEvent, Party, SignalingEvent, SignalingGateway, TrunkRegistration } from './signaling-gateway.ts'
export { SipGateway } from './sip-gateway.ts'
export type { Arrival, SipGatewaySettings } from './sip-gateway-settings.ts'
