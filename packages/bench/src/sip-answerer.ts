// Answers every SIP call at once, by our gateway alone: no desk, no media. Prints its port.
import { SipGateway } from '@openseat/telephony/sip/index'

const sdp = 'v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\nm=audio 9 RTP/AVP 0\r\na=rtpmap:0 PCMU/8000\r\n'

const gateway = await SipGateway.open({
  admit: () => 'serve',
  transport: { listen: [{ transport: 'udp', host: '127.0.0.1', port: 0 }], rateLimit: { messagesPerSecond: 1e6, burst: 1e6 } },
})
gateway.on((event) => {
  if (event.type === 'incoming') gateway.answer(event.callId, sdp)
})
process.stdout.write(`${gateway.listening[0]?.local.port ?? 0}\n`)
process.on('SIGTERM', () => process.exit(0))
