// What strangers send to a SIP port: every method, names that exist and names that do not, answers to nothing, noise.

const METHODS = ['CANCEL', 'REGISTER', 'OPTIONS', 'INVITE', 'BYE', 'ACK', 'INFO', 'UPDATE', 'REFER', 'NOTIFY', 'PRACK', 'X'] as const
const USERS = ['4466', 'desk-1', 'nobody', 'admin', '100', '44661'] as const

const request = (n: number, transport: string, method: string): string => {
  const user = USERS[Math.floor(n / METHODS.length) % USERS.length] ?? ''
  return [
    `${method} sip:${user}@127.0.0.1 SIP/2.0`,
    `Via: SIP/2.0/${transport} 127.0.0.1:5060;rport;branch=z9hG4bK${n}`,
    `From: <sip:${user}@127.0.0.1>;tag=${n}`,
    `To: <sip:${user}@127.0.0.1>`,
    `Call-ID: siege-${n}`,
    `CSeq: 1 ${method}`,
    'Contact: <sip:a@127.0.0.1>',
    'Max-Forwards: 70',
    'Content-Length: 0',
    '',
    '',
  ].join('\r\n')
}

/**
 * The n-th message; the same n is the same message. In a trunk's name without INVITE: over UDP nothing tells a forged call
 * from a true one, so that it takes one of the trunk's places.
 */
export function strangeMessage(n: number, transport: 'UDP' | 'TCP', asTrunk = false): Buffer {
  const wanted = METHODS[n % METHODS.length] ?? 'X'
  const method = asTrunk && wanted === 'INVITE' ? 'OPTIONS' : wanted
  const text = request(n, transport, method)
  switch (n % 17) {
    case 0:
      return Buffer.from(text.replace(/^.*\r\n/, 'SIP/2.0 200 OK\r\n'))
    case 1:
      return Buffer.from(text.replace('Content-Length: 0', 'Content-Length: 4294967295'))
    case 2:
      return Buffer.alloc(1200, n % 256)
    case 3:
      return Buffer.from(text.slice(0, n % text.length))
    default:
      return Buffer.from(text)
  }
}
