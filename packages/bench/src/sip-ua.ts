// The smallest SIP telephones that a benchmark needs: text over one UDP socket, no timers, nothing retransmitted but a lost
// INVITE. What they cost is small beside what is measured.
import { createHash, randomUUID } from 'node:crypto'
import { createSocket, type Socket } from 'node:dgram'

export interface Message {
  readonly first: string
  readonly body: string
  readonly header: (name: string) => string
  readonly headers: (name: string) => string[]
}

function parse(text: string): Message {
  const end = text.indexOf('\r\n\r\n')
  const lines = text.slice(0, end).split('\r\n')
  const headers = (name: string): string[] =>
    lines.filter((line) => line.toLowerCase().startsWith(`${name}:`)).map((line) => line.slice(name.length + 1).trim())
  return { first: lines[0] ?? '', body: text.slice(end + 4), headers, header: (name) => headers(name)[0] ?? '' }
}

export const userOf = (address: string): string => /sips?:([^@>;]*)@/.exec(address)?.[1] ?? ''
const branch = (): string => `z9hG4bK${randomUUID()}`

export abstract class SipUa {
  readonly #socket: Socket
  readonly server: number
  port = 0

  constructor(server: number) {
    this.server = server
    this.#socket = createSocket({ type: 'udp4', recvBufferSize: 4 << 20, sendBufferSize: 4 << 20 })
    this.#socket.on('message', (bytes) => {
      const message = parse(bytes.toString())
      if (message.first.startsWith('SIP/2.0')) this.onResponse(message, Number(message.first.slice(8, 11)))
      else this.onRequest(message, message.first.slice(0, message.first.indexOf(' ')))
    })
  }

  async open(): Promise<this> {
    await new Promise<void>((resolve) => this.#socket.bind(0, '127.0.0.1', resolve))
    this.port = this.#socket.address().port
    return this
  }

  close(): void {
    this.#socket.close()
  }

  protected abstract onRequest(message: Message, method: string): void
  protected abstract onResponse(message: Message, status: number): void

  protected send(first: string, headers: readonly string[], body = ''): void {
    const type = body === '' ? [] : ['Content-Type: application/sdp']
    this.#socket.send([first, ...headers, ...type, `Content-Length: ${body.length}`, '', body].join('\r\n'), this.server, '127.0.0.1')
  }

  protected via(): string {
    return `Via: SIP/2.0/UDP 127.0.0.1:${this.port};rport;branch=${branch()}`
  }

  protected contact(user: string): string {
    return `Contact: <sip:${user}@127.0.0.1:${this.port}>`
  }

  /** Without a port: audio to one where nobody listens, where only the signalling is measured. */
  protected sdp(port = 9): string {
    return `v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\nm=audio ${port} RTP/AVP 0 101\r\na=rtpmap:0 PCMU/8000\r\na=rtpmap:101 telephone-event/8000\r\n`
  }

  protected reply(request: Message, line: string, { tag = '', body = '', user = '' } = {}): void {
    const to = request.header('to')
    const headers = [
      ...request.headers('via').map((via) => `Via: ${via}`),
      `From: ${request.header('from')}`,
      `To: ${to.includes(';tag=') || tag === '' ? to : `${to};tag=${tag}`}`,
      `Call-ID: ${request.header('call-id')}`,
      `CSeq: ${request.header('cseq')}`,
      ...(user === '' ? [] : [this.contact(user)]),
    ]
    this.send(`SIP/2.0 ${line}`, headers, body)
  }
}

export interface CallerEvents {
  /** The call's number is its caller number, unique in the run. */
  answered(number: string, sdp: string): void
  ended(number: string): void
  failed(number: string, status: number): void
}

interface Placed {
  readonly number: string
  readonly from: string
  cseq: number
  dialog: { to: string; target: string } | null
  retry: NodeJS.Timeout | null
}

/** Callers behind a trunk. */
export class Callers extends SipUa {
  readonly #events: CallerEvents
  readonly #calls = new Map<string, Placed>()

  constructor(server: number, events: CallerEvents) {
    super(server)
    this.#events = events
  }

  call(number: string, dialled: string, rtpPort?: number): void {
    const callId = `${number}-${randomUUID()}`
    const from = `<sip:${number}@127.0.0.1>;tag=${number}`
    const call: Placed = { number, from, cseq: 1, dialog: null, retry: null }
    this.#calls.set(callId, call)
    const headers = [
      this.via(),
      'Max-Forwards: 70',
      `From: ${from}`,
      `To: <sip:${dialled}@127.0.0.1>`,
      `Call-ID: ${callId}`,
      'CSeq: 1 INVITE',
      this.contact(number),
    ]
    const send = (): void => this.send(`INVITE sip:${dialled}@127.0.0.1:${this.server} SIP/2.0`, headers, this.sdp(rtpPort))
    send()
    call.retry = setTimeout(send, 500)
  }

  /** The caller hangs up. */
  hangUp(number: string): void {
    for (const [callId, call] of this.#calls) if (call.number === number) this.#inDialog(callId, call, 'BYE')
  }

  #inDialog(callId: string, call: Placed, method: 'ACK' | 'BYE'): void {
    if (!call.dialog) return
    if (method === 'BYE') call.cseq += 1
    const { to, target } = call.dialog
    const common = ['Max-Forwards: 70', `From: ${call.from}`, `To: ${to}`, `Call-ID: ${callId}`, `CSeq: ${call.cseq} ${method}`]
    this.send(`${method} ${target} SIP/2.0`, [this.via(), ...common])
  }

  protected onResponse(message: Message, status: number): void {
    const callId = message.header('call-id')
    const call = this.#calls.get(callId)
    if (!call) return
    if (call.retry) clearTimeout(call.retry)
    if (message.header('cseq').endsWith('BYE')) return this.#over(callId, call)
    if (status < 200) return
    const target = /<([^>]*)>/.exec(message.header('contact'))?.[1] ?? `sip:127.0.0.1:${this.server}`
    const isFirst = call.dialog === null
    call.dialog = { to: message.header('to'), target }
    if (status < 300) {
      this.#inDialog(callId, call, 'ACK')
      if (isFirst) this.#events.answered(call.number, message.body)
      return
    }
    const via = `Via: ${message.header('via')}`
    this.send(`ACK ${target} SIP/2.0`, [
      via,
      'Max-Forwards: 70',
      `From: ${call.from}`,
      `To: ${message.header('to')}`,
      `Call-ID: ${callId}`,
      'CSeq: 1 ACK',
    ])
    this.#calls.delete(callId)
    this.#events.failed(call.number, status)
  }

  #over(callId: string, call: Placed): void {
    if (this.#calls.delete(callId)) this.#events.ended(call.number)
  }

  protected onRequest(message: Message, method: string): void {
    const call = this.#calls.get(message.header('call-id'))
    this.reply(message, '200 OK')
    if (method === 'BYE' && call) this.#over(message.header('call-id'), call)
  }
}

export interface PhoneEvents {
  /** An agent's telephone is rung for a caller; it answers at once. */
  rung(user: string, callerNumber: string): void
}

/** Agents' telephones, all at one address, told apart by their user names. */
export class Phones extends SipUa {
  readonly #events: PhoneEvents
  readonly #dialogs = new Map<string, { invite: Message; user: string; caller: string }>()
  readonly #registering = new Map<string, (done: boolean) => void>()
  readonly #passwords = new Map<string, string>()

  constructor(server: number, events: PhoneEvents) {
    super(server)
    this.#events = events
  }

  register(user: string, password: string): Promise<boolean> {
    this.#passwords.set(user, password)
    return new Promise((resolve) => {
      this.#registering.set(user, resolve)
      this.#sendRegister(user, 1, '')
    })
  }

  #sendRegister(user: string, cseq: number, authorization: string): void {
    const address = `<sip:${user}@127.0.0.1>`
    const headers = [
      this.via(),
      'Max-Forwards: 70',
      `From: ${address};tag=${user}`,
      `To: ${address}`,
      `Call-ID: register-${user}-${this.port}`,
      `CSeq: ${cseq} REGISTER`,
      this.contact(user),
      'Expires: 3600',
      ...(authorization === '' ? [] : [`Authorization: ${authorization}`]),
    ]
    this.send('REGISTER sip:127.0.0.1 SIP/2.0', headers)
  }

  protected onResponse(message: Message, status: number): void {
    if (!message.header('cseq').endsWith('REGISTER')) return
    const user = userOf(message.header('to'))
    const isSecond = message.header('cseq').startsWith('2')
    if (status === 401 && !isSecond) return this.#sendRegister(user, 2, this.#digest(user, message))
    this.#registering.get(user)?.(status === 200)
  }

  #digest(user: string, challenge: Message): string {
    const offered = challenge.headers('www-authenticate').find((line) => /MD5/i.test(line) || !/algorithm/i.test(line)) ?? ''
    const part = (name: string): string => new RegExp(`${name}="?([^",]*)"?`).exec(offered)?.[1] ?? ''
    const md5 = (text: string): string => createHash('md5').update(text).digest('hex')
    const [realm, nonce, uri] = [part('realm'), part('nonce'), 'sip:127.0.0.1']
    const secret = md5(`${user}:${realm}:${this.#passwords.get(user) ?? ''}`)
    const response = md5(`${secret}:${nonce}:00000001:bench:auth:${md5(`REGISTER:${uri}`)}`)
    const opaque = part('opaque') === '' ? '' : `, opaque="${part('opaque')}"`
    return `Digest username="${user}", realm="${realm}", nonce="${nonce}", uri="${uri}", response="${response}", algorithm=MD5, qop=auth, nc=00000001, cnonce="bench"${opaque}`
  }

  /** The telephone that talks with the caller hangs up. */
  hangUp(callerNumber: string): string | null {
    for (const [callId, { invite, user, caller }] of this.#dialogs) {
      if (caller !== callerNumber) continue
      const target = /<([^>]*)>/.exec(invite.header('contact'))?.[1] ?? ''
      const common = ['Max-Forwards: 70', `From: ${invite.header('to')};tag=${user}`, `To: ${invite.header('from')}`]
      this.send(`BYE ${target} SIP/2.0`, [this.via(), ...common, `Call-ID: ${callId}`, 'CSeq: 2 BYE'])
      this.#dialogs.delete(callId)
      return user
    }
    return null
  }

  protected onRequest(message: Message, method: string): void {
    const callId = message.header('call-id')
    if (method === 'ACK') return
    if (method !== 'INVITE') {
      this.#dialogs.delete(callId)
      return this.reply(message, '200 OK')
    }
    const user = userOf(message.first)
    if (!this.#dialogs.has(callId)) {
      const caller = userOf(message.header('from'))
      this.#dialogs.set(callId, { invite: message, user, caller })
      this.#events.rung(user, caller)
    }
    this.reply(message, '200 OK', { tag: user, body: this.sdp(), user })
  }
}
