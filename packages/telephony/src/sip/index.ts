export type { CallEvent, EndCause, ReofferOutcome } from './dialog/call-event.ts'
export type { DialRequest, IncomingCallEvent, Party, SignalingEvent, SignalingGateway, TrunkRegistration } from './signaling-gateway.ts'
export { SipGateway, type Arrival, type SipGatewaySettings } from './sip-gateway.ts'
